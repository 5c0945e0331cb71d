import { createTheme, ThemeContext } from "@grafana/data";
import { GlobalStyles, PortalContainer } from "@grafana/ui";
import { useEffect, useMemo, useState } from "react";
import { dashboardUid } from "./address.ts";
import { DashboardPage } from "./dashboard/dashboard-page.tsx";
import { Alerts } from "./home/alerts.tsx";
import { HomePage } from "./home/home-page.tsx";
import { useNavigation } from "./navigation.tsx";
import { fetchSite, type Site } from "./server.ts";
import { Shell } from "./shell.tsx";

/** The whole page. */
export function App(): React.JSX.Element {
  const { address } = useNavigation();
  const wanted = address.parameters.get("theme");
  const dark = wanted === null ? matchMedia("(prefers-color-scheme: dark)").matches : wanted !== "light";
  const theme = useMemo(() => createTheme({ colors: { mode: dark ? "dark" : "light" } }), [dark]);
  useEffect(() => {
    document.body.style.background = theme.colors.background.canvas;
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  }, [theme, dark]);
  return (
    <ThemeContext.Provider value={theme}>
      <GlobalStyles />
      <Content dark={dark} />
      <PortalContainer />
    </ThemeContext.Provider>
  );
}

const notice =
  "A preview, not Grafana, whose image could not be had here: the same dashboards, drawn with Grafana's published panels. It only reads.";

function Content({ dark }: { readonly dark: boolean }): React.JSX.Element {
  const { address } = useNavigation();
  const [site, setSite] = useState<Site | Error>();
  useEffect(() => {
    fetchSite().then(setSite, (error: unknown) => {
      setSite(error as Error);
    });
  }, []);
  const uid = dashboardUid(address);
  const listed = site instanceof Error ? undefined : site?.dashboards.find((one) => one.uid === uid);
  const name = address.parameters.get("search") ?? "";
  const isAlerts = address.path.startsWith("/alerting");
  const title = listed?.title ?? (uid !== undefined ? "Dashboard" : isAlerts ? "Alerts" : "Monitoring");
  useEffect(() => {
    document.title = `${title} – preview, not Grafana`;
  }, [title]);
  const place = listed && { folder: listed.folder, description: listed.description };
  if (site === undefined)
    return (
      <Shell title={title} dark={dark}>
        Loading…
      </Shell>
    );
  if (site instanceof Error) {
    return (
      <Shell title={title} dark={dark}>
        <p role="alert">The page&apos;s own server does not answer: {site.message}</p>
      </Shell>
    );
  }
  if (uid !== undefined) {
    return (
      <Shell title={title} dark={dark} {...place}>
        <DashboardPage key={uid} uid={uid} site={site} />
      </Shell>
    );
  }
  if (isAlerts)
    return (
      <Shell title={title} dark={dark} folder="Alerts">
        <Alerts site={site} named={name} />
      </Shell>
    );
  return (
    <Shell title={title} dark={dark} description={notice}>
      <HomePage site={site} />
    </Shell>
  );
}
