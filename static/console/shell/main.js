// Where the pages are shown.
export const main = document.querySelector("#main");
