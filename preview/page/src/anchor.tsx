import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { Icon, useStyles2 } from "@grafana/ui";
import type { ReactNode } from "react";

/** A link in a text; Grafana's own wants a router. One that leads away opens a page of its own. */
export function Anchor({
  href,
  away = false,
  children,
}: {
  readonly href: string;
  readonly away?: boolean;
  readonly children: ReactNode;
}): React.JSX.Element {
  const styles = useStyles2(getStyles);
  return (
    <a className={styles.link} href={href} {...(away && { target: "_blank", rel: "noreferrer" })}>
      {children}
      {away ? (
        <Icon name="external-link-alt" size="sm" className={styles.icon} title="opens another page" />
      ) : null}
    </a>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  link: css({
    color: theme.colors.text.link,
    "&:hover, &:focus-visible": { textDecoration: "underline" },
  }),
  icon: css({ marginLeft: theme.spacing(0.5) }),
});
