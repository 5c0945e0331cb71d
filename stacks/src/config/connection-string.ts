import { isSecretName } from "./secrets.ts";

/** What a pasted connection string holds that may be shown. */
interface Parts {
  readonly hostPort?: string;
  readonly sslmode?: string;
}

// Only where no part is in doubt: an unescaped @, / or : in the password would make a piece of it look like the host.
const url =
  /^(?:jdbc:)?([a-z][a-z0-9+]*):\/\/(?:[^:@/?#\s]*(?::[^:@/?#\s]*)?@)?([\w.-]+)(?::(\d{1,5}))?(?:\/[^@?#\s:]*)?(?:\?[^@#\s]*)?$/i;
const defaultPorts: Readonly<Record<string, string>> = {
  postgres: "5432",
  postgresql: "5432",
  redis: "6379",
  rediss: "6379",
};
const sslmodes = /sslmode\s*=\s*'?(disable|require|verify-ca|verify-full)(?![\w-])/;

/** The sentence's end for a connection string in a key that takes host:port; nothing for any other value. */
export function connectionStringAdvice(key: string, value: unknown): string | undefined {
  if (typeof value !== "string" || !isConnectionString(value)) return undefined;
  const { hostPort, sslmode } = parts(value);
  const passwordKey = `${key}ExporterPassword`;
  return [
    `is a connection string; only its host:port goes here${hostPort === undefined ? `, e.g. ${key}.example.com:${defaultPorts[key] ?? "587"}` : `: ${hostPort}`}`,
    ...(key === "postgres"
      ? [`its sslmode goes into monitoring:postgresSslmode${sslmode ? `: ${sslmode}` : ""}`]
      : []),
    isSecretName(passwordKey)
      ? `its password goes into the secret monitoring:${passwordKey}`
      : "leave its user and password out",
  ].join("; ");
}

function isConnectionString(value: string): boolean {
  return (
    /^[a-z][a-z0-9+:]*:\/\//i.test(value) ||
    value.includes("@") ||
    /\b(host|user|password|dbname)\s*=/i.test(value)
  );
}

function parts(value: string): Parts {
  const [, scheme = "", host, port] = url.exec(value) ?? [];
  const sslmode = host === undefined ? undefined : sslmodes.exec(value)?.[1];
  const number = port ?? defaultPorts[scheme.toLowerCase()];
  return {
    ...(host !== undefined && number !== undefined && { hostPort: `${host}:${number}` }),
    ...(sslmode !== undefined && { sslmode }),
  };
}
