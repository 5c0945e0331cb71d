import { X509Certificate, createPrivateKey } from "node:crypto";
import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { isIP } from "node:net";
import { join } from "node:path";
import selfsigned from "selfsigned";
import type { Log } from "../runtime/log.ts";

/** A certificate that is its own authority, and its key. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

const dayMs = 86_400_000;
const validDays = 365;
const renewDays = 30;

/** The certificate in the folder, or a new one where there is none that will do. */
export async function loadCertificate(
  folder: string,
  hosts: readonly string[],
  log: Log,
): Promise<Certificate> {
  const certFile = join(folder, "ca.pem");
  const keyFile = join(folder, "key.pem");
  const [cert, key] = await Promise.all(
    [certFile, keyFile].map((path) => readFile(path, "utf8").catch(() => "")),
  );
  if (cert !== undefined && key !== undefined && willDo(cert, key, hosts, new Date())) return { cert, key };
  const made = await createCertificate(hosts, new Date());
  await mkdir(folder, { recursive: true });
  await replace(keyFile, made.key, 0o600);
  // The senders run as other users.
  await replace(certFile, made.cert, 0o644);
  log("certificate made", { hosts, file: certFile });
  return made;
}

/** Whether a certificate fits its key and every host, and is valid for another month. */
export function willDo(cert: string, key: string, hosts: readonly string[], now: Date): boolean {
  try {
    const parsed = new X509Certificate(cert);
    return (
      parsed.checkPrivateKey(createPrivateKey(key)) &&
      parsed.validToDate.getTime() > now.getTime() + renewDays * dayMs &&
      hosts.every((host) => (isIP(host) === 0 ? parsed.checkHost(host) : parsed.checkIP(host)) !== undefined)
    );
  } catch {
    return false;
  }
}

/** Makes a certificate for the hosts that is valid for so many days. */
export async function createCertificate(
  hosts: readonly string[],
  now: Date,
  days = validDays,
): Promise<Certificate> {
  const made = await selfsigned.generate([{ name: "commonName", value: "inbox" }], {
    keyType: "ec",
    curve: "P-256",
    algorithm: "sha256",
    notBeforeDate: new Date(now.getTime() - dayMs),
    notAfterDate: new Date(now.getTime() + days * dayMs),
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", digitalSignature: true, keyCertSign: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: hosts.map((host) => (isIP(host) === 0 ? { type: 2, value: host } : { type: 7, ip: host })),
      },
    ],
  });
  return { cert: made.cert, key: made.private };
}

async function replace(path: string, text: string, mode: number): Promise<void> {
  await writeFile(`${path}.new`, text, { mode });
  await rename(`${path}.new`, path);
}
