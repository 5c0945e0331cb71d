import type { Found } from "../finding.ts";
import { entriesAt, get, getIn, scalarAt, textAt } from "../item.ts";
import type { FileCheck } from "./subject.ts";

const clientAuth = [
  "NoClientCert",
  "RequestClientCert",
  "RequireAnyClientCert",
  "VerifyClientCertIfGiven",
  "RequireAndVerifyClientCert",
];
const versions = ["TLS10", "TLS11", "TLS12", "TLS13"];
const headers = [
  "Content-Security-Policy",
  "X-Frame-Options",
  "X-Content-Type-Options",
  "X-XSS-Protection",
  "Strict-Transport-Security",
];

/** Checks of web configurations (exporter-toolkit). */
export const webChecks: readonly FileCheck[] = [
  {
    id: "web-password",
    severity: "error",
    what: "a password that is no bcrypt hash",
    find: ({ root }) =>
      entriesAt(root, "basic_auth_users").flatMap(({ key, line, value }) =>
        value.type === "scalar" && /^\$2[abxy]\$\d\d\$[./A-Za-z0-9]{53}$/.test(value.text)
          ? []
          : [
              {
                line,
                reason: `the password of "${key}" is no bcrypt hash: nobody can log in, and it is plain to read`,
                remedy: "make one: htpasswd -nBC 12 '' | tr -d ':\\n'",
              },
            ],
      ),
  },
  {
    id: "web-tls",
    severity: "error",
    what: "TLS settings that do not fit together",
    find: ({ root }) => {
      const tls = get(root, "tls_server_config");
      if (tls === undefined) return [];
      const found: Found[] = [];
      const given = (key: string): boolean => textAt(tls, key) !== undefined;
      if (!given("cert_file") && !given("cert"))
        found.push({ line: tls.line, reason: "TLS has no certificate", remedy: "add cert_file" });
      if (!given("key_file") && !given("key"))
        found.push({ line: tls.line, reason: "TLS has no private key", remedy: "add key_file" });
      const auth = scalarAt(tls, "client_auth_type");
      if (auth && !clientAuth.includes(auth.text)) {
        found.push({
          line: auth.line,
          reason: `there is no client_auth_type "${auth.text}"`,
          remedy: `there are ${clientAuth.join(", ")}`,
        });
      }
      const authority = given("client_ca_file") || given("client_ca");
      if (auth && auth.text.includes("Verify") && !authority) {
        found.push({
          line: auth.line,
          reason: `${auth.text} verifies against no authority`,
          remedy: "add client_ca_file",
        });
      }
      if (authority && (auth === undefined || auth.text === "NoClientCert")) {
        found.push({
          line: getIn(tls, "client_ca_file")?.line ?? tls.line,
          reason: "a client_ca_file is given, but clients are asked for no certificate",
          remedy: "add client_auth_type: RequireAndVerifyClientCert",
        });
      }
      for (const key of ["min_version", "max_version"]) {
        const version = scalarAt(tls, key);
        if (version && !versions.includes(version.text)) {
          found.push({
            line: version.line,
            reason: `there is no TLS version "${version.text}"`,
            remedy: `there are ${versions.join(", ")}`,
          });
        }
      }
      const [least, most] = [textAt(tls, "min_version"), textAt(tls, "max_version")];
      if (least !== undefined && most !== undefined && versions.indexOf(least) > versions.indexOf(most)) {
        found.push({
          line: scalarAt(tls, "min_version")?.line ?? tls.line,
          reason: `no version is at least ${least} and at most ${most}`,
          remedy: "mend one of them",
        });
      }
      return found;
    },
  },
  {
    id: "web-header",
    severity: "error",
    what: "a header that the web server cannot set",
    find: ({ root }) =>
      entriesAt(get(root, "http_server_config"), "headers")
        .filter(({ key }) => !headers.includes(key))
        .map(({ key, line }) => ({
          line,
          reason: `the header "${key}" cannot be set`,
          remedy: `there are ${headers.join(", ")}`,
        })),
  },
  {
    id: "web-old-tls",
    severity: "warning",
    what: "TLS older than 1.2, or passwords without TLS",
    find: ({ root }) => {
      const tls = get(root, "tls_server_config");
      const old = ["min_version", "max_version"]
        .flatMap((key) => scalarAt(tls, key) ?? [])
        .filter(({ text }) => ["TLS10", "TLS11"].includes(text));
      const users = get(root, "basic_auth_users");
      return [
        ...old.map(({ line, text }) => ({
          line,
          reason: `${text} is broken`,
          remedy: "write TLS12 or TLS13",
        })),
        ...(users?.type === "map" && users.entries.length > 0 && tls === undefined
          ? [
              {
                line: users.line,
                reason: "passwords travel in plain text without TLS",
                remedy: "add tls_server_config, or publish the port on 127.0.0.1 only",
              },
            ]
          : []),
      ];
    },
  },
];
