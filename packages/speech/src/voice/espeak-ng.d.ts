/** The part of the Emscripten module of npm `espeak-ng` that is used here. */
declare module 'espeak-ng' {
  export interface EspeakFileSystem {
    writeFile(path: string, text: string): void;
    readFile(path: string): Uint8Array;
    unlink(path: string): void;
  }

  export interface EspeakModule {
    readonly FS: EspeakFileSystem;
  }

  export interface EspeakOptions {
    noInitialRun: boolean;
    instantiateWasm(
      imports: WebAssembly.Imports,
      done: (instance: WebAssembly.Instance) => void,
    ): Record<string, never>;
    print(line: string): void;
    printErr(line: string): void;
  }

  export default function ESpeakNG(options: EspeakOptions): Promise<EspeakModule>;
}
