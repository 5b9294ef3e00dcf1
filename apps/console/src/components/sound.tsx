import { Flex } from 'antd';
import { useEffect, useMemo, useState } from 'react';
import { readWave } from './wave.ts';

/** Bars of a waveform. */
const BARS = 160;

/** A sound (WAV) with its waveform; played by the browser's own controls, which the keyboard can use. */
export function Sound({ file, label }: { file: Blob; label: string }) {
  const url = useMemo(() => URL.createObjectURL(file), [file]);
  useEffect(() => () => URL.revokeObjectURL(url), [url]);
  const [peaks, setPeaks] = useState<readonly number[]>([]);
  useEffect(() => {
    let wanted = true;
    file.arrayBuffer().then((bytes) => {
      if (wanted) setPeaks(readWave(bytes, BARS));
    });
    return () => {
      wanted = false;
    };
  }, [file]);
  return (
    <Flex vertical gap={4} style={{ width: '100%', maxWidth: 560 }}>
      <Waveform peaks={peaks} />
      {/* biome-ignore lint/a11y/useMediaCaption: what is said is the template's text, which stands beside it */}
      <audio controls src={url} aria-label={label} style={{ width: '100%', height: 40 }} />
    </Flex>
  );
}

function Waveform({ peaks }: { peaks: readonly number[] }) {
  return (
    <svg
      viewBox={`0 0 ${BARS * 3} 48`}
      preserveAspectRatio="none"
      width="100%"
      height={48}
      aria-hidden="true"
    >
      {peaks.map((peak, index) => {
        const height = Math.max(1, peak * 46);
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={index}
            x={index * 3}
            y={24 - height / 2}
            width={2}
            height={height}
            fill="var(--ant-color-primary)"
          />
        );
      })}
    </svg>
  );
}
