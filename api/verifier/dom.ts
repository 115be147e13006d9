/** The little of a browser that the page uses; the rest of the program must not see a browser's names. */
export type PageElement = {
  textContent: string;
  className: string;
  hidden: boolean;
  value: string;
  files: ArrayLike<PageFile> | null;
  readonly classList: { readonly add: (name: string) => void; readonly remove: (name: string) => void };
  readonly append: (...children: ReadonlyArray<PageElement | string>) => void;
  readonly replaceChildren: (...children: ReadonlyArray<PageElement | string>) => void;
  readonly setAttribute: (name: string, value: string) => void;
  readonly addEventListener: (type: string, listener: (event: PageEvent) => void) => void;
  readonly focus: () => void;
};
export type PageFile = {
  readonly name: string;
  readonly size: number;
  readonly arrayBuffer: () => Promise<ArrayBuffer>;
  readonly slice: (from: number, to: number) => PageFile;
};
export type PageEvent = {
  readonly preventDefault: () => void;
  readonly dataTransfer?: { readonly files: ArrayLike<PageFile> };
};
export type Page = {
  readonly getElementById: (id: string) => PageElement | null;
  readonly createElement: (name: string) => PageElement;
};
