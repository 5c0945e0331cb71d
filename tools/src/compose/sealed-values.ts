import { createDecipheriv, pbkdf2Sync } from "node:crypto";

/**
 * Opens values that Pulumi's passphrase provider sealed, without Pulumi.
 * The format is `v1:nonce:ciphertext` with AES-256-GCM under a key of PBKDF2-SHA256 with a million rounds
 * (github.com/pulumi/pulumi, sdk/go/common/resource/config/crypt.go and pkg/secrets/passphrase).
 * @param salt `encryptionsalt` of the settings file
 * @throws if the passphrase is not the one that the values were sealed with
 */
export function openSealed(passphrase: string, salt: string): (sealed: string) => string {
  const [version, encoded] = salt.split(":");
  if (version !== "v1" || encoded === undefined)
    throw new Error("the encryption salt is not of Pulumi's version 1");
  const key = pbkdf2Sync(passphrase, Buffer.from(encoded, "base64"), 1_000_000, 32, "sha256");
  return (sealed) => {
    const [form, nonce = "", body = ""] = sealed.split(":");
    if (form !== "v1") throw new Error("a sealed value is not of Pulumi's version 1");
    const bytes = Buffer.from(body, "base64");
    const decipher = createDecipheriv("aes-256-gcm", key, Buffer.from(nonce, "base64"));
    decipher.setAuthTag(bytes.subarray(-16));
    return Buffer.concat([decipher.update(bytes.subarray(0, -16)), decipher.final()]).toString("utf8");
  };
}
