import type { Shape } from "./shape.ts";

/** Keys of TLS settings of a client. */
export const tls: Shape = {
  keys: {
    ca: "text",
    cert: "text",
    key: "secret",
    ca_file: "file",
    cert_file: "file",
    key_file: "file",
    ca_ref: "text",
    cert_ref: "text",
    key_ref: "text",
    server_name: "text",
    insecure_skip_verify: "bool",
    min_version: "text",
    max_version: "text",
  },
};

const proxy = {
  proxy_url: "url",
  no_proxy: "text",
  proxy_from_environment: "bool",
  proxy_connect_header: { map: { list: "secret" } },
} as const satisfies Readonly<Record<string, Shape>>;

/** Keys of everything that speaks HTTP as a client (prometheus/common, config/http_config.go). */
export const httpClient = {
  basic_auth: {
    keys: {
      username: "text",
      username_file: "file",
      username_ref: "text",
      password: "secret",
      password_file: "file",
      password_ref: "text",
    },
  },
  authorization: {
    keys: { type: "text", credentials: "secret", credentials_file: "file", credentials_ref: "text" },
  },
  oauth2: {
    keys: {
      client_id: "text",
      client_secret: "secret",
      client_secret_file: "file",
      client_secret_ref: "text",
      client_certificate_key_id: "text",
      client_certificate_key: "secret",
      client_certificate_key_file: "file",
      client_certificate_key_ref: "text",
      grant_type: "text",
      signature_algorithm: "text",
      iss: "text",
      audience: "text",
      claims: { map: "any" },
      scopes: { list: "text" },
      token_url: "url",
      endpoint_params: { map: "text" },
      tls_config: tls,
      ...proxy,
    },
    required: ["client_id", "token_url"],
  },
  bearer_token: "secret",
  bearer_token_file: "file",
  tls_config: tls,
  follow_redirects: "bool",
  enable_http2: "bool",
  http_headers: {
    map: { keys: { values: { list: "text" }, secrets: { list: "secret" }, files: { list: "file" } } },
  },
  ...proxy,
} as const satisfies Readonly<Record<string, Shape>>;

/** Keys of AWS request signing (prometheus/sigv4). */
export const sigv4: Shape = {
  keys: {
    region: "text",
    access_key: "text",
    secret_key: "secret",
    profile: "text",
    role_arn: "text",
    external_id: "text",
    use_fips_sts_endpoint: "bool",
    service_name: "text",
  },
};
