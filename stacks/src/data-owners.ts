/** The numeric user that writes each data volume, by the volume's name after the prefix; a test compares the stack. */
export const dataOwners: Readonly<Record<string, number>> = {
  "prometheus-data": 65534,
  "alertmanager-data": 65534,
  "grafana-data": 472,
  "postgres-data": 999,
  "redis-data": 999,
  "inbox-data": 1000,
  "inbox-tls": 1000,
};
