import { css } from "@emotion/css";
import type { GrafanaTheme2 } from "@grafana/data";
import { Dropdown, IconButton, Menu, useStyles2 } from "@grafana/ui";
import { replacer } from "../data/panel-data.ts";
import type { Choices } from "../variables/chosen.ts";
import type { Panel } from "./dashboard.ts";

/** A panel's links: to the alerts that watch it, and to their runbooks. */
export function PanelLinks({
  panel,
  choices,
}: {
  readonly panel: Panel;
  readonly choices: Choices;
}): React.JSX.Element | null {
  const styles = useStyles2(getStyles);
  const fill = replacer(choices);
  const links = (panel.links ?? []).filter(({ url }) => url);
  if (links.length === 0) return null;
  const name = `Links of ${panel.title ?? "this panel"}`;
  const menu = (
    <Menu ariaLabel={name}>
      {links.map(({ title = "", url = "", targetBlank }) => (
        <Menu.Item
          key={title}
          label={fill(title)}
          url={fill(url)}
          target={targetBlank === true ? "_blank" : "_self"}
          icon="external-link-alt"
        />
      ))}
    </Menu>
  );
  return (
    <Dropdown overlay={menu} placement="bottom-start">
      <IconButton className={styles.button} name="external-link-alt" size="sm" tooltip={name} />
    </Dropdown>
  );
}

const getStyles = (theme: GrafanaTheme2) => ({
  button: css({ margin: theme.spacing(0, 0.5), color: theme.colors.text.secondary }),
});
