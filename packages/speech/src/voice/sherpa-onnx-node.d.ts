/** The part of npm `sherpa-onnx-node`, a CommonJS module, that is used here. */
declare module 'sherpa-onnx-node' {
  export interface OfflineTtsConfig {
    model: object;
    maxNumSentences: number;
  }

  export interface OfflineTts {
    readonly sampleRate: number;
    readonly numSpeakers: number;
    generate(request: { text: string; sid: number; speed: number; enableExternalBuffer: boolean }): {
      samples: Float32Array;
      sampleRate: number;
    };
  }

  const sherpa: { OfflineTts: new (config: OfflineTtsConfig) => OfflineTts };
  export default sherpa;
}
