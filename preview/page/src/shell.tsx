import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { Badge, IconButton, useStyles2 } from "@grafana/ui";
import { useNavigation } from "./navigation.tsx";

/** The frame of every page: where one is, and that this is not Grafana. */
export function Shell({
  title,
  folder,
  description,
  dark,
  children,
}: {
  readonly title: string;
  readonly folder?: string;
  readonly description?: string;
  readonly dark: boolean;
  readonly children: React.ReactNode;
}): React.JSX.Element {
  const styles = useStyles2(getStyles);
  const { change, address } = useNavigation();
  const other = dark ? "light" : "dark";
  const home = folder === undefined && address.path === "/";
  return (
    <>
      <a className={styles.skip} href="#main">
        Skip to the content
      </a>
      <header className={styles.header}>
        <nav aria-label="Where you are" className={styles.trail}>
          {home ? null : (
            <a href="/" className={styles.home}>
              Dashboards
            </a>
          )}
          {folder === undefined ? null : <span>{folder}</span>}
        </nav>
        <div className={styles.space} />
        <Badge
          text="Preview, not Grafana"
          color="purple"
          icon="info-circle"
          tooltip="Grafana's image could not be had, so this page draws the same dashboards with Grafana's published panels. It only reads."
        />
        <IconButton
          name="adjust-circle"
          size="lg"
          tooltip={`Use the ${other} theme`}
          aria-label={`Use the ${other} theme`}
          onClick={() => {
            change({ theme: other }, "replace");
          }}
        />
      </header>
      <main id="main" className={styles.main} tabIndex={-1}>
        <div className={styles.heading}>
          <h1 className={styles.title}>{title}</h1>
          {description === undefined ? null : <p className={styles.description}>{description}</p>}
        </div>
        {children}
      </main>
    </>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  skip: css({
    position: "absolute",
    left: -9999,
    "&:focus": {
      left: theme.spacing(1),
      top: theme.spacing(1),
      zIndex: theme.zIndex.modal,
      padding: theme.spacing(1),
      background: theme.colors.background.primary,
    },
  }),
  header: css({
    display: "flex",
    alignItems: "center",
    gap: theme.spacing(2),
    height: 40,
    padding: theme.spacing(0, 2),
    background: theme.colors.background.primary,
    borderBottom: `1px solid ${theme.colors.border.weak}`,
  }),
  trail: css({
    display: "flex",
    gap: theme.spacing(1),
    "& > * + *::before": {
      content: '"/"',
      marginRight: theme.spacing(1),
      color: theme.colors.text.secondary,
    },
  }),
  home: css({ color: theme.colors.text.link, textDecoration: "underline" }),
  space: css({ flexGrow: 1 }),
  main: css({ padding: theme.spacing(1, 2, 4), outline: "none" }),
  heading: css({
    display: "flex",
    alignItems: "baseline",
    flexWrap: "wrap",
    gap: theme.spacing(0, 2),
    margin: theme.spacing(0.5, 0, 1),
  }),
  title: css({ fontSize: theme.typography.h3.fontSize, margin: 0 }),
  description: css({ margin: 0, color: theme.colors.text.secondary }),
});
