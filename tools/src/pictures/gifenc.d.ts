declare module "gifenc" {
  type Colour = readonly [number, number, number];
  interface Gifenc {
    /** At most so many colours that stand for all of an image, four bytes a pixel. */
    quantize(rgba: Uint8Array, most: number, options: { readonly format: "rgb565" }): Colour[];
    /** For each pixel the number of the nearest of these colours. */
    applyPalette(rgba: Uint8Array, palette: readonly Colour[], format: "rgb565"): Uint8Array;
  }
  const gifenc: Gifenc;
  export default gifenc;
}
