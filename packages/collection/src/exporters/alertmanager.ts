import { counter, gauge } from "../metric.ts";

/** Stays 0 after a refused file is put back exactly as it was, until it is read again. */
export const alertmanagerReloadSuccessful = gauge(
  "alertmanager_config_last_reload_successful",
  [],
  "1 if the configuration was read when it last changed, else 0",
);
/** Notifications by way out and receiver, failed ones included. */
export const notifications = counter(
  "alertmanager_notifications_total",
  ["integration", "receiver_name"],
  "notifications, failed ones included",
);
/** Notifications that did not get out; each is tried again one group interval later. */
export const notificationsFailed = counter(
  "alertmanager_notifications_failed_total",
  ["integration", "receiver_name", "reason"],
  "notifications that did not get out",
);

/** Alerts by state. */
export const alertmanagerAlerts = gauge("alertmanager_alerts", ["state"], "alerts by state");
/** Silences by state. */
export const alertmanagerSilences = gauge("alertmanager_silences", ["state"], "silences by state");

/** What Alertmanager says about itself. */
export const alertmanagerMetrics = [
  alertmanagerReloadSuccessful,
  notifications,
  notificationsFailed,
  alertmanagerAlerts,
  alertmanagerSilences,
];
