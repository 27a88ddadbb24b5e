/** Where a command writes, and how. */
export interface Terminal {
  out: (text: string) => void;
  err: (text: string) => void;
  /** Whether colours may be used on standard output: only where a person looks, who does not refuse (no-color.org). */
  colours: boolean;
  /** Columns of the screen; `Infinity` where the output goes to a file or another program. */
  width: number;
}

/** This process's own terminal. */
export function ownTerminal(): Terminal {
  // `shoji scan | head` closes the pipe early: nobody reads on, and nothing is wrong.
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
  });
  const isScreen = process.stdout.isTTY === true;
  return {
    out: (text) => process.stdout.write(text),
    err: (text) => process.stderr.write(text),
    colours: isScreen && !process.env.NO_COLOR && process.env.TERM !== 'dumb',
    width: isScreen ? Math.max(process.stdout.columns || 80, 40) : Infinity,
  };
}

/** Colours by what they mean (ECMA-48, SGR). */
const codes = { good: 32, warn: 33, bad: 31, doubt: 35, dim: 2, strong: 1 } as const;
export type Colour = keyof typeof codes;
export type Paint = (text: string, colour: Colour) => string;

/** Paints, or does not. */
export const painter = (colours: boolean): Paint =>
  colours ? (text, colour) => `\u001b[${codes[colour]}m${text}\u001b[0m` : (text) => text;
