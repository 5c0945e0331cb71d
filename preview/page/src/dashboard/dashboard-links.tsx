import { Dropdown, LinkButton, Menu, ToolbarButton } from "@grafana/ui";
import type { Address } from "../address.ts";
import type { Listed } from "../server.ts";
import type { DashboardLink } from "./dashboard.ts";

/** A dashboard's links: to others by their tags, and to wherever an address says. */
export function DashboardLinks({
  links,
  dashboards,
  address,
}: {
  readonly links: readonly DashboardLink[];
  readonly dashboards: readonly Listed[];
  readonly address: Address;
}): React.JSX.Element {
  return (
    <>
      {links.map((link) => {
        const { title = "", targetBlank } = link;
        const target = targetBlank === true ? "_blank" : "_self";
        const carried = carriedBy(link, address);
        if (link.type !== "dashboards") {
          return (
            <LinkButton
              key={title}
              variant="secondary"
              href={withQuery(link.url ?? "", carried)}
              target={target}
              icon="external-link-alt"
            >
              {title}
            </LinkButton>
          );
        }
        const found = dashboards.filter(({ tags }) => (link.tags ?? []).every((tag) => tags.includes(tag)));
        const items = found.map(({ uid, title: label }) => ({
          label,
          url: withQuery(`/d/${uid}`, carried),
          key: uid,
        }));
        if (link.asDropdown !== true) {
          return items.map(({ key, label, url }) => (
            <LinkButton key={key} variant="secondary" href={url} target={target}>
              {label}
            </LinkButton>
          ));
        }
        const menu = (
          <Menu ariaLabel={title}>
            {items.map(({ key, ...item }) => (
              <Menu.Item key={key} {...item} target={target} />
            ))}
          </Menu>
        );
        return (
          <Dropdown key={title} overlay={menu} placement="bottom-end">
            <ToolbarButton icon="bars" variant="canvas" aria-label={`${title}: other dashboards`}>
              {title}
            </ToolbarButton>
          </Dropdown>
        );
      })}
    </>
  );
}

/** What of the address goes along: the time range, and what is chosen. */
function carriedBy({ keepTime, includeVars }: DashboardLink, { parameters }: Address): URLSearchParams {
  const kept = [...parameters].filter(
    ([key]) =>
      (keepTime === true && (key === "from" || key === "to")) ||
      (includeVars === true && key.startsWith("var-")),
  );
  return new URLSearchParams([...kept, ...[...parameters].filter(([key]) => key === "theme")]);
}

function withQuery(url: string, query: URLSearchParams): string {
  const text = query.toString();
  return text === "" ? url : `${url}${url.includes("?") ? "&" : "?"}${text}`;
}
