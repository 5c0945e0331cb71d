import { css } from "@emotion/css";
import { useStyles2 } from "@grafana/ui";
import type { GrafanaTheme2 } from "@grafana/data";
import { useEffect, useMemo, useRef, useState } from "react";
import { momentsOf, rawRange, wantedVariables } from "../address.ts";
import { findMarks, type Mark } from "../data/annotations.ts";
import { rangeVariables } from "../data/step.ts";
import { useNavigation } from "../navigation.tsx";
import { fetchDashboard, type Site } from "../server.ts";
import { plain, type Choices } from "../variables/chosen.ts";
import { loadVariables, type LoadedVariable } from "../variables/load-variables.ts";
import { report, work } from "../work.ts";
import { DashboardLinks } from "./dashboard-links.tsx";
import type { Dashboard } from "./dashboard.ts";
import { Grid } from "./grid.tsx";
import { refreshMs, TimeControls } from "./time-controls.tsx";
import { VariableBar } from "./variable-bar.tsx";

/** A dashboard, with what narrows it above and its panels below. */
export function DashboardPage({
  uid,
  site,
}: {
  readonly uid: string;
  readonly site: Site;
}): React.JSX.Element {
  const [dashboard, setDashboard] = useState<Dashboard>();
  const [error, setError] = useState<string>();
  useEffect(() => {
    setDashboard(undefined);
    setError(undefined);
    work.laidOut = false;
    fetchDashboard(uid).then(setDashboard, (reason: unknown) => {
      setError((reason as Error).message);
    });
  }, [uid]);
  if (error !== undefined) return <p role="alert">This dashboard cannot be shown: {error}</p>;
  return dashboard === undefined ? <p>Loading…</p> : <Loaded dashboard={dashboard} site={site} />;
}

function Loaded({
  dashboard,
  site,
}: {
  readonly dashboard: Dashboard;
  readonly site: Site;
}): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const { address, change } = useNavigation();
  const { parameters } = address;
  const timeZone = parameters.get("timezone") ?? "browser";
  const refresh = parameters.get("refresh") ?? ownRefresh(dashboard);
  const [tick, setTick] = useState(0);
  const refreshNow = (): void => {
    setTick((before) => before + 1);
  };
  useInterval(refreshNow, refreshMs(refresh));

  const [from, to] = [parameters.get("from"), parameters.get("to")];
  const range = useMemo(
    () => momentsOf(rawRange(address, dashboard.time), timeZone),
    [from, to, dashboard, timeZone, tick],
  );
  const wanted = useMemo(() => wantedVariables(address), [variableText(parameters)]);
  const variables = useVariables(dashboard, range, wanted);
  const choices = useMemo(
    () => variables && choicesOf(dashboard, range, variables),
    [dashboard, range, variables],
  );
  const marks = useMarks(dashboard, range, choices);
  const onRange = (start: string, end: string): void => {
    change({ from: start, to: end });
  };
  return (
    <>
      <div className={styles.controls} role="group" aria-label="What is shown">
        <VariableBar
          variables={variables ?? []}
          onChoose={(name, values) => {
            change({ [`var-${name}`]: values });
          }}
        />
        <div className={styles.space} />
        <DashboardLinks links={dashboard.links ?? []} dashboards={site.dashboards} address={address} />
        <TimeControls
          range={range}
          timeZone={timeZone}
          refresh={refresh}
          loading={false}
          onRange={onRange}
          onTimeZone={(zone) => {
            change({ timezone: zone }, "replace");
          }}
          onRefresh={refreshNow}
          onInterval={(interval) => {
            change({ refresh: interval }, "replace");
          }}
        />
      </div>
      {choices === undefined ? null : (
        <Grid
          dashboard={dashboard}
          range={range}
          timeZone={timeZone}
          choices={choices}
          scrapeInterval={site.scrapeInterval}
          points={Number(parameters.get("points")) || undefined}
          marks={marks}
          onRange={(start, end) => {
            onRange(String(Math.round(start)), String(Math.round(end)));
          }}
        />
      )}
    </>
  );
}

function ownRefresh({ refresh }: Dashboard): string {
  return typeof refresh === "string" ? refresh : "";
}

/** The part of an address that says what is chosen, in one order. */
function variableText(parameters: URLSearchParams): string {
  return [...parameters].filter(([key]) => key.startsWith("var-")).join("&");
}

function useVariables(
  dashboard: Dashboard,
  range: Parameters<typeof loadVariables>[1],
  wanted: ReturnType<typeof wantedVariables>,
): readonly LoadedVariable[] | undefined {
  const [variables, setVariables] = useState<readonly LoadedVariable[]>();
  useEffect(() => {
    let current = true;
    void loadVariables(dashboard.templating?.list ?? [], range, wanted, rangeVariables(range)).then(
      (loaded) => {
        for (const { variable, error } of loaded) report(`variable ${variable.name}`, "query", error);
        if (current) setVariables(loaded);
      },
    );
    return () => {
      current = false;
    };
  }, [dashboard, range, wanted]);
  return variables;
}

function choicesOf(
  dashboard: Dashboard,
  range: Parameters<typeof rangeVariables>[0],
  variables: readonly LoadedVariable[],
): Choices {
  return new Map([
    ...rangeVariables(range),
    ["__dashboard", plain(dashboard.title)] as const,
    ...variables.map(({ variable, chosen }) => [variable.name, chosen] as const),
  ]);
}

function useMarks(
  dashboard: Dashboard,
  range: Parameters<typeof findMarks>[1],
  choices: Choices | undefined,
): readonly Mark[] {
  const [marks, setMarks] = useState<readonly Mark[]>([]);
  useEffect(() => {
    if (choices === undefined) return undefined;
    let current = true;
    findMarks(dashboard.annotations?.list ?? [], range, choices).then(
      (found) => {
        report("annotations", "query", undefined);
        if (current) setMarks(found);
      },
      (error: unknown) => {
        report("annotations", "query", (error as Error).message);
      },
    );
    return () => {
      current = false;
    };
  }, [dashboard, range, choices]);
  return marks;
}

/** Calls again and again, but not while nobody looks. */
function useInterval(call: () => void, ms: number | undefined): void {
  const latest = useRef(call);
  latest.current = call;
  useEffect(() => {
    if (ms === undefined) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === "visible") latest.current();
    }, ms);
    return () => {
      clearInterval(timer);
    };
  }, [ms]);
}

const getStyles = (theme: GrafanaTheme2) => ({
  controls: css({
    display: "flex",
    flexWrap: "wrap",
    alignItems: "center",
    gap: theme.spacing(1),
    marginBottom: theme.spacing(1),
  }),
  space: css({ flexGrow: 1 }),
});
