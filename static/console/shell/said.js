// What a page says after it was left or drawn anew: once, in the line below the head.
const line = document.querySelector("#said");
let kept = "";

export const say = (sentence) => { line.textContent = sentence; };

// For the page that comes next.
export const sayNext = (sentence) => { kept = sentence; };

export function saidBefore() {
  say(kept);
  kept = "";
}
