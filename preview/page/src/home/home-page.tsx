import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { Icon, Input, useStyles2 } from "@grafana/ui";
import { useMemo, useState } from "react";
import { Anchor } from "../anchor.tsx";
import type { Listed, Site } from "../server.ts";
import { Alerts } from "./alerts.tsx";

/** All dashboards by folder, and what fires. */
export function HomePage({ site }: { readonly site: Site }): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const [search, setSearch] = useState("");
  const found = useMemo(() => site.dashboards.filter((one) => matches(one, search)), [site, search]);
  const folders = [...Map.groupBy(found, ({ folder }) => folder)];
  return (
    <div className={styles.columns}>
      <section aria-labelledby="dashboards">
        <h2 id="dashboards" className={styles.title}>
          Dashboards
        </h2>
        <Input
          type="search"
          value={search}
          placeholder="Search by title, question or tag"
          aria-label="Search dashboards"
          prefix={<Icon name="search" />}
          onChange={({ currentTarget }) => {
            setSearch(currentTarget.value);
          }}
        />
        <p role="status" className={styles.count}>
          {found.length === 0 ? `No dashboard has “${search}” in it.` : ""}
        </p>
        {folders.map(([folder, dashboards]) => (
          <section key={folder} aria-label={folder}>
            <h3 className={styles.folder}>
              <Icon name="folder" /> {folder}
            </h3>
            <ul className={styles.list}>
              {dashboards.map(({ uid, title, description }) => (
                <li key={uid} className={styles.item}>
                  <Anchor href={`/d/${uid}${location.search}`}>{title}</Anchor>
                  <div className={styles.description}>{description}</div>
                </li>
              ))}
            </ul>
          </section>
        ))}
      </section>
      <section aria-labelledby="alerts" className={styles.alerts}>
        <h2 id="alerts" className={styles.title}>
          Firing alerts
        </h2>
        <Alerts site={site} />
      </section>
    </div>
  );
}

function matches({ title, description, folder, tags }: Listed, search: string): boolean {
  const text = [title, description, folder, ...tags].join(" ").toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

const getStyles = (theme: GrafanaTheme2) => ({
  columns: css({
    display: "grid",
    gridTemplateColumns: "repeat(auto-fit, minmax(min(100%, 420px), 1fr))",
    gap: theme.spacing(4),
    maxWidth: 1280,
  }),
  // What fires comes first where there is no room beside.
  alerts: css({ "@media (max-width: 900px)": { order: -1 } }),
  title: css({ fontSize: theme.typography.h4.fontSize, margin: theme.spacing(1, 0) }),
  count: css({ margin: theme.spacing(1, 0) }),
  folder: css({
    fontSize: theme.typography.h5.fontSize,
    margin: theme.spacing(2, 0, 1),
    display: "flex",
    alignItems: "center",
    gap: theme.spacing(1),
  }),
  list: css({ listStyle: "none", margin: 0, padding: 0 }),
  item: css({ padding: theme.spacing(0.75, 0, 0.75, 3) }),
  description: css({ color: theme.colors.text.secondary }),
});
