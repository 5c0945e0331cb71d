import { css } from "@emotion/css";
import { dateTime, type GrafanaTheme2 } from "@grafana/data";
import { Badge, useStyles2 } from "@grafana/ui";
import { useEffect, useState } from "react";
import { Anchor } from "../anchor.tsx";
import { work } from "../work.ts";
import { fetchAlerts, type FiringAlert, type Site } from "../server.ts";

/** Alerts as they are known now; `undefined` until they are, or the reason why they are not. */
export function useAlerts(): readonly FiringAlert[] | Error | undefined {
  const [alerts, setAlerts] = useState<readonly FiringAlert[] | Error>();
  useEffect(() => {
    const ask = (): void => {
      if (document.visibilityState === "visible")
        fetchAlerts().then(setAlerts, (error: unknown) => {
          setAlerts(error as Error);
        });
    };
    ask();
    const timer = setInterval(ask, 15_000);
    return () => {
      clearInterval(timer);
    };
  }, []);
  return alerts;
}

/** The alert that always fires, so that its silence is noticed: no news for a reader. */
export const heartbeat = "Watchdog";

/** The alerts that fire, with where to read on. @param named shows those alone whose name has these letters in it */
export function Alerts({
  site,
  named = "",
}: {
  readonly site: Site;
  readonly named?: string;
}): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const alerts = useAlerts();
  useEffect(() => {
    work.laidOut = true;
  }, []);
  if (alerts === undefined) return <p>Asking Alertmanager…</p>;
  if (alerts instanceof Error) return <p role="alert">Alertmanager does not answer: {alerts.message}</p>;
  const shown = alerts.filter(
    ({ labels }) =>
      labels["alertname"] !== heartbeat &&
      (labels["alertname"] ?? "").toLowerCase().includes(named.toLowerCase()),
  );
  const beats = alerts.some(({ labels }) => labels["alertname"] === heartbeat);
  return (
    <>
      <p role="status">
        {shown.length === 0
          ? `No alert${named === "" ? "" : ` named ${named}`} fires.`
          : `${shown.length} ${shown.length === 1 ? "alert fires" : "alerts fire"}.`}
        {beats ? "" : " The heartbeat is missing: alerts may not get through at all."}
      </p>
      <ul className={styles.list}>
        {shown.map((alert) => (
          <Row key={JSON.stringify(alert.labels)} alert={alert} site={site} />
        ))}
      </ul>
    </>
  );
}

const colors: Readonly<Record<string, "red" | "orange" | "blue">> = {
  critical: "red",
  high: "red",
  warning: "orange",
};

function Row({ alert, site }: { readonly alert: FiringAlert; readonly site: Site }): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const { labels, annotations, startsAt, status } = alert;
  const [name = "", severity = ""] = [labels["alertname"], labels["severity"]];
  const runbook = annotations["runbook_url"];
  const filter = `{alertname="${name}"}`;
  return (
    <li className={styles.row}>
      <Badge text={severity || "alert"} color={colors[severity] ?? "blue"} />
      <div className={styles.words}>
        <strong>{name}</strong>
        {labels["service"] ? ` on ${labels["service"]}` : ""}, since {dateTime(startsAt).fromNow(true)}
        {status.state === "suppressed" ? " (silenced, or explained by another alert)" : ""}
        <div className={styles.summary}>{annotations["summary"]}</div>
      </div>
      {runbook !== undefined && /^https?:/.test(runbook) ? (
        <Anchor href={runbook} away>
          Runbook
        </Anchor>
      ) : null}
      {site.alertmanagerUrl === undefined ? null : (
        <Anchor href={`${site.alertmanagerUrl}/#/alerts?filter=${encodeURIComponent(filter)}`} away>
          Alertmanager
        </Anchor>
      )}
    </li>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  list: css({ listStyle: "none", padding: 0, margin: 0 }),
  row: css({
    display: "flex",
    alignItems: "center",
    gap: theme.spacing(2),
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.colors.border.weak}`,
  }),
  words: css({ flexGrow: 1 }),
  summary: css({ color: theme.colors.text.secondary }),
});
