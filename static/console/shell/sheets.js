// Sheets that are sent as they are, and empty ones that are saved.
import { send } from "./api.js";
import { el } from "./dom.js";

// The file as it is: the service reads workbooks and every encoding that spreadsheets save.
export function base64Of(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener("load", () => resolve(reader.result.slice(reader.result.indexOf(",") + 1)));
    reader.addEventListener("error", () => reject(new Error("文件读不出来，请再选一次")));
    reader.readAsDataURL(file);
  });
}

export async function saved(path, name) {
  const blob = await (await send(path)).blob();
  const link = el("a", { href: URL.createObjectURL(blob), download: name });
  link.click();
  URL.revokeObjectURL(link.href);
}
