// Files that stay where they are, compared by fingerprint; pictures that only some may read.
import { send } from "./api.js";

// The SHA-256 of a file, which never leaves this machine.
export async function fingerprintOf(file) {
  if (!crypto.subtle) throw new Error("请用 https 打开，浏览器才能算文件的指纹");
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", await file.arrayBuffer()));
  return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

// Opens a picture that only some may read in a window of its own.
export async function opened(id) {
  window.open(URL.createObjectURL(await (await send(`/files/${id}`)).blob()), "_blank", "noopener");
}
