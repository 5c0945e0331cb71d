import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { UserError } from "../user-error.ts";
import { connect } from "./debugging-port.ts";

/** A headless Chromium. */
export interface Browser {
  /** Opens a page of its own, closed after the work. */
  readonly withPage: <T>(work: (page: Page) => Promise<T>) => Promise<T>;
  readonly close: () => Promise<void>;
}

/** A page in the browser. */
export interface Page {
  /** Sends a command of the debugging protocol. */
  readonly send: <T>(method: string, parameters?: object) => Promise<T>;
  /** The value of an expression in the page, once it is known. */
  readonly evaluate: <T>(expression: string) => Promise<T>;
  /** A picture of all that the page shows, as PNG. */
  readonly picture: () => Promise<Buffer>;
}

// The same bytes on every machine: no font hinting of its own, no colour profile, no acceleration.
const flags = [
  "--headless=new",
  "--remote-debugging-port=0",
  "--no-first-run",
  "--disable-gpu",
  "--disable-extensions",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-lcd-text",
  "--font-render-hinting=none",
  "--force-color-profile=srgb",
  "--hide-scrollbars",
  "--mute-audio",
];

/** Starts a browser with a profile of its own. */
export async function startBrowser(program: string): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "monitoring-browser-"));
  // Its sandbox refuses to run as root.
  const root = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  const child = spawn(program, [...flags, ...root, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "pipe"],
    env: { ...process.env, TZ: "UTC", LANG: "C.UTF-8" },
  });
  let words = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (words += text));
  const ended = new Promise<void>((resolve) => {
    child.once("close", () => {
      resolve();
    });
    child.once("error", (error) => {
      words += error.message;
      resolve();
    });
  });
  const close = async (): Promise<void> => {
    child.kill("SIGKILL");
    await ended;
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  };
  const file = join(profile, "DevToolsActivePort");
  for (let i = 0; !existsSync(file) || readFileSync(file, "utf8").split("\n").length < 2; i++) {
    if (i < 200 && child.exitCode === null && child.pid !== undefined) await sleep(100);
    else {
      await close();
      throw new UserError(
        `the browser ${program} does not start; it said:\n${words.trim().split("\n").slice(-10).join("\n")}`,
      );
    }
  }
  const [port = "", path = ""] = readFileSync(file, "utf8").split("\n");
  const browser = await connect(`ws://127.0.0.1:${port}${path}`);
  return {
    close: async () => {
      browser.close();
      await close();
    },
    withPage: async (work) => {
      const { targetId } = await browser.send<{ targetId: string }>("Target.createTarget", {
        url: "about:blank",
      });
      const { sessionId } = await browser.send<{ sessionId: string }>("Target.attachToTarget", {
        targetId,
        flatten: true,
      });
      try {
        return await work(pageOf((method, parameters) => browser.send(method, parameters, sessionId)));
      } finally {
        await browser.send("Target.closeTarget", { targetId });
      }
    },
  };
}

interface Evaluated {
  readonly result: { readonly value?: unknown };
  readonly exceptionDetails?: {
    readonly exception?: { readonly description?: string };
    readonly text: string;
  };
}

function pageOf(send: Page["send"]): Page {
  return {
    send,
    evaluate: async <T>(expression: string) => {
      const { result, exceptionDetails } = await send<Evaluated>("Runtime.evaluate", {
        expression,
        awaitPromise: true,
        returnByValue: true,
      });
      if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
      return result.value as T;
    },
    picture: async () => {
      const { data } = await send<{ data: string }>("Page.captureScreenshot", { format: "png" });
      return Buffer.from(data, "base64");
    },
  };
}
