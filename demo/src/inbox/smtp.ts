import type { AddressInfo } from "node:net";
import { SMTPServer } from "smtp-server";
import type { Listening } from "../runtime/http.ts";
import { reason, type Log } from "../runtime/log.ts";
import { sameSecret } from "../runtime/same-secret.ts";
import type { Draft } from "./message.ts";
import { readEmail } from "./receive/email.ts";
import type { Rejections } from "./rejections.ts";
import type { Certificate } from "./tls.ts";

/** What the e-mail receiver works with. */
export interface SmtpOptions {
  readonly certificate: Certificate;
  readonly user: string;
  readonly password: string;
  readonly rejections: Rejections;
  readonly receive: (draft: Draft) => void;
  readonly log: Log;
}

const maxBytes = 2_000_000;

/** Listens for e-mail: STARTTLS first, then the user's password, then the message. */
export async function listenSmtp(host: string, port: number, options: SmtpOptions): Promise<Listening> {
  const { certificate, user, password, rejections, receive, log } = options;
  const server = new SMTPServer({
    ...certificate,
    secure: false,
    authOptional: false,
    allowInsecureAuth: false,
    authMethods: ["PLAIN", "LOGIN"],
    disableReverseLookup: true,
    size: maxBytes,
    closeTimeout: 500,
    onAuth: (auth, session, done) => {
      // Both are compared in any case, so that the time taken does not tell which was wrong.
      const [sameUser, samePassword] = [
        sameSecret(auth.username ?? "", user),
        sameSecret(auth.password ?? "", password),
      ];
      if (sameUser && samePassword) {
        done(null, { user });
        return;
      }
      rejections.add("email", "wrong user name or password", session.remoteAddress);
      done(Object.assign(new Error("authentication credentials invalid"), { responseCode: 535 }));
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => {
        // What is over the limit is read and dropped: the refusal comes at the end.
        if (!stream.sizeExceeded) chunks.push(chunk);
      });
      stream.once("end", () => {
        if (stream.sizeExceeded) {
          rejections.add("email", `longer than ${maxBytes} bytes`, session.remoteAddress);
          done(Object.assign(new Error("message too long"), { responseCode: 552 }));
          return;
        }
        receive(readEmail(Buffer.concat(chunks).toString("latin1")));
        done();
      });
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve();
    });
  });
  server.on("error", (error) => {
    log("smtp connection failed", { error: reason(error) });
  });
  return {
    port: (server.server.address() as AddressInfo).port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve();
        });
      }),
  };
}
