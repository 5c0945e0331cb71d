import { Component, type ReactNode } from "react";
import { report, work } from "../work.ts";

interface Props {
  readonly title: string;
  readonly children: ReactNode;
}

/** Keeps a panel that cannot be drawn from taking all others along. */
export class PanelFence extends Component<Props, { readonly error: Error | undefined }> {
  override state = { error: undefined };

  static getDerivedStateFromError(error: Error): { readonly error: Error } {
    return { error };
  }

  override componentDidCatch(error: Error): void {
    report(this.props.title, "query", `it cannot be drawn: ${error.message}`);
    work.undrawn.delete(this.props.title);
  }

  override render(): ReactNode {
    const { error } = this.state as { readonly error: Error | undefined };
    return error === undefined ? (
      this.props.children
    ) : (
      <p role="alert">This panel cannot be drawn: {error.message}</p>
    );
  }
}
