/** Prints one line a step, with how long it took; a terminal shows the running step too. */
export class Progress {
  private readonly out: NodeJS.WriteStream;

  constructor(out: NodeJS.WriteStream = process.stdout) {
    this.out = out;
  }

  /** Runs `work`; the text it gives stands beside the name of the step. */
  async step(name: string, work: () => Promise<string>): Promise<void> {
    const started = performance.now();
    if (this.out.isTTY) this.out.write(`  ${name.padEnd(10)} …`);
    try {
      const detail = await work();
      const seconds = ((performance.now() - started) / 1000).toFixed(1);
      this.line(`  ${name.padEnd(10)} ${detail.padEnd(44)} ${seconds.padStart(5)} s`);
    } catch (error) {
      if (this.out.isTTY) this.line(`  ${name.padEnd(10)} failed`);
      throw error;
    }
  }

  say(text: string): void {
    this.out.write(`${text}\n`);
  }

  private line(text: string): void {
    this.out.write(this.out.isTTY ? `\r\u001b[K${text}\n` : `${text}\n`);
  }
}
