/** Shows the address of this page, and copies it. */

import { say } from "./language.js";

const address = document.getElementById("address");
const said = document.getElementById("said");
address.textContent = location.href;

document.getElementById("copy").addEventListener("click", async () => {
  said.textContent = (await copied()) ? say("page.push.copied") : say("page.push.hold");
});

/** Over plain http in a network, browsers have no clipboard; what is selected can be copied all the same. */
async function copied() {
  try {
    await navigator.clipboard.writeText(location.href);
    return true;
  } catch {
    getSelection().selectAllChildren(address);
    return document.execCommand("copy");
  }
}
