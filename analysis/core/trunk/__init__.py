"""The trunk and the upper arm beside a set: which way they leaned, how far, and whether that threw the weight."""
