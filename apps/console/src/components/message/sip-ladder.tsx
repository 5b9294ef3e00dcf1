import type { ResponseOf } from '@herald/contract';
import { theme } from 'antd';
import { useWords } from '../../words/language.ts';
import { MESSAGE } from './words.ts';

type Row = Pick<
  NonNullable<ResponseOf<'GetUVMSMessage'>['Ladder']>[number],
  'At' | 'Direction' | 'Message' | 'Method'
>;

const STEP = 26;
const LEFT = 62;
const RIGHT = 262;
/** Narrow, so that its words can be read beside a time line. */
const WIDTH = 300;

/** The SIP messages of a call as a ladder: platform on the left, carrier on the right, time downwards. */
export function SipLadder({ rows }: { rows: readonly Row[] }) {
  const say = useWords(MESSAGE);
  const { token } = theme.useToken();
  const height = rows.length * STEP + 44;
  const start = rows[0]?.At ?? 0;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      width="100%"
      style={{ maxWidth: 400, display: 'block' }}
      role="img"
      aria-label={say('ladderLabel', { count: rows.length })}
      fontSize={11}
      fill={token.colorText}
    >
      <text x={LEFT} y={14} textAnchor="middle" fontWeight={600}>
        {say('platform')}
      </text>
      <text x={RIGHT} y={14} textAnchor="middle" fontWeight={600}>
        {say('carrier')}
      </text>
      <line x1={LEFT} x2={LEFT} y1={22} y2={height - 6} stroke={token.colorBorder} />
      <line x1={RIGHT} x2={RIGHT} y1={22} y2={height - 6} stroke={token.colorBorder} />
      {rows.map((row, index) => {
        const y = 48 + index * STEP;
        const out = row.Direction === 'out';
        const [from, to] = out ? [LEFT, RIGHT] : [RIGHT, LEFT];
        const tip = out ? -7 : 7;
        const colour = colourOf(row, token);
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: rows of a finished call do not move
          <g key={index}>
            <text x={LEFT - 10} y={y + 4} textAnchor="end" fill={token.colorTextDescription}>
              {((row.At - start) / 1000).toFixed(2)} s
            </text>
            <line x1={from} x2={to} y1={y} y2={y} stroke={colour} strokeWidth={1.5} />
            <path d={`M${to} ${y}l${tip} -4v8z`} fill={colour} />
            <text x={(LEFT + RIGHT) / 2} y={y - 5} textAnchor="middle">
              {labelOf(row)}
            </text>
          </g>
        );
      })}
    </svg>
  );
}

function labelOf({ Message, Method }: Row): string {
  return Message === Method ? Message : `${Message} (${Method})`;
}

function colourOf(
  { Message }: Row,
  token: { colorPrimary: string; colorSuccess: string; colorError: string },
) {
  if (/^2\d\d/.test(Message)) return token.colorSuccess;
  return /^[3-6]\d\d/.test(Message) ? token.colorError : token.colorPrimary;
}
