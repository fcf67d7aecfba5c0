/** The one WebSocket to the program; it comes back by itself, and the next snapshot restores everything. */

const FIRST_MS = 250;
const LONGEST_MS = 8000;

/** Opens the socket; `onMessage(message)` and `onChange("up" | "down")` tell what happens. */
export class Link {
  #socket = null;
  #wait_ms = FIRST_MS;

  constructor(onMessage, onChange) {
    this.onMessage = onMessage;
    this.onChange = onChange;
  }

  open() {
    const socket = new WebSocket(address(location));
    socket.onopen = () => {
      this.#wait_ms = FIRST_MS;
    };
    socket.onmessage = (event) => this.onMessage(JSON.parse(event.data));
    socket.onclose = () => this.#again();
    this.#socket = socket;
  }

  /** True if it was sent; nothing is kept for later, a tap on a dead page must not act minutes after. */
  send(message) {
    if (this.#socket?.readyState !== WebSocket.OPEN) return false;
    this.#socket.send(JSON.stringify(message));
    return true;
  }

  /** One silent attempt at once; from the second on the page says that the program is gone. */
  #again() {
    if (this.#wait_ms > FIRST_MS) this.onChange("down");
    setTimeout(() => this.open(), this.#wait_ms);
    this.#wait_ms = Math.min(2 * this.#wait_ms, LONGEST_MS);
  }
}

function address({ protocol, host, search }) {
  const token = new URLSearchParams(search).get("token");
  const query = token === null ? "" : `?token=${encodeURIComponent(token)}`;
  return `${protocol === "https:" ? "wss" : "ws"}://${host}/ws${query}`;
}
