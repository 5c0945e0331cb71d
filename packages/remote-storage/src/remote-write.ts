/** AWS Managed Prometheus: requests are signed. */
export interface AmpDestination {
  readonly kind: "amp";
  readonly name: string;
  /** The workspace's address, up to its id or to `/api/v1/remote_write`. */
  readonly url: string;
  readonly region: string;
  /** Name of the credentials in the file that AWS_SHARED_CREDENTIALS_FILE names; without one, those of the machine. */
  readonly profile?: string;
  /** ARN of a role to take on. */
  readonly role?: string;
}

/** What a receiver other than AMP authenticates by; secrets are in files. */
export type RemoteWriteAuth =
  | { readonly kind: "basic"; readonly username: string; readonly passwordFile: string }
  | { readonly kind: "bearer"; readonly tokenFile: string };

/** Anything else that takes Prometheus's remote write: Mimir, Thanos, VictoriaMetrics, Grafana Cloud, Prometheus itself. */
export interface GenericDestination {
  readonly kind: "generic";
  readonly name: string;
  readonly url: string;
  readonly auth?: RemoteWriteAuth;
}

/** Where samples are sent beside the server's own disk. */
export type RemoteWrite = AmpDestination | GenericDestination;
