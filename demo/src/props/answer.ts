import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { HttpError, pathOf, sendText, type Handler } from "../runtime/http.ts";

/**
 * What stands in for something else in a drill, and does what files say, read anew for each request: GET /pages/NAME
 * shows one, anything sent to /answers/NAME is answered with the status in one, 204 where there is none.
 */
export function propsHandler(folder: string): Handler {
  return async (request, response) => {
    const [, kind, name] = /^\/(pages|answers)\/([\w-]+)$/.exec(pathOf(request)) ?? [];
    if (kind === undefined || name === undefined) {
      throw new HttpError(404, "allowed: GET /pages/<name>, anything to /answers/<name>");
    }
    const text = await readFile(join(folder, kind, name), "utf8").catch(() => undefined);
    if (kind === "pages") {
      if (text === undefined) throw new HttpError(404, `there is no page ${name}`);
      sendText(response, 200, text, "text/plain; version=0.0.4");
      return;
    }
    const status = Number(text ?? 204);
    // Whoever sends must be able to send it all before it hears the answer.
    request.resume().once("end", () => {
      response.writeHead(status).end();
    });
  };
}
