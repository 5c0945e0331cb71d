import { createContext, useCallback, useContext, useEffect, useMemo, useState, type ReactNode } from "react";
import { changed, currentAddress, type Address } from "./address.ts";

interface Navigation {
  readonly address: Address;
  /** Changes parameters of the address. @param how `replace` leaves no step to go back to */
  readonly change: (
    parameters: Readonly<Record<string, string | readonly string[] | undefined>>,
    how?: "replace",
  ) => void;
}

const Context = createContext<Navigation>({ address: currentAddress(), change: () => undefined });

/** The page's address, and how to change it. */
export function useNavigation(): Navigation {
  return useContext(Context);
}

/** Keeps what is shown in step with the address, and follows links without loading the page anew. */
export function NavigationProvider({ children }: { readonly children: ReactNode }): React.JSX.Element {
  const [address, setAddress] = useState(currentAddress);
  useEffect(() => {
    const read = (): void => {
      setAddress(currentAddress());
    };
    const follow = (event: MouseEvent): void => {
      const link = event.target instanceof Element ? event.target.closest("a") : null;
      const plain =
        event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
      if (
        !link ||
        !plain ||
        event.defaultPrevented ||
        link.target === "_blank" ||
        link.origin !== location.origin
      )
        return;
      if (link.hash !== "" && link.pathname === location.pathname) return;
      event.preventDefault();
      history.pushState(undefined, "", link.href);
      window.scrollTo(0, 0);
      read();
    };
    window.addEventListener("popstate", read);
    document.addEventListener("click", follow);
    return () => {
      window.removeEventListener("popstate", read);
      document.removeEventListener("click", follow);
    };
  }, []);
  const change = useCallback<Navigation["change"]>((parameters, how) => {
    const next = changed(currentAddress(), parameters);
    if (how === "replace") history.replaceState(undefined, "", next);
    else history.pushState(undefined, "", next);
    setAddress(currentAddress());
  }, []);
  const value = useMemo(() => ({ address, change }), [address, change]);
  return <Context.Provider value={value}>{children}</Context.Provider>;
}
