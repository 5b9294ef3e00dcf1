import { Alert, Typography } from 'antd';
import { useEffect, useState } from 'react';
import { maskNumber } from '../../../components/message/phone.tsx';
import { useWords } from '../../../words/language.ts';
import { firstRecords, PREVIEW_BYTES, textOf } from './preview-rules.ts';
import { TASKS } from './words.ts';

/** How the list begins, and whether it has the columns that the template wants. Of a workbook the service tells it. */
export function ListPreview({ file, columns }: { file: File; columns: number }) {
  const say = useWords(TASKS);
  const [records, setRecords] = useState<readonly string[][]>();
  useEffect(() => {
    let wanted = true;
    setRecords(undefined);
    file
      .slice(0, PREVIEW_BYTES)
      .arrayBuffer()
      .then((bytes) => {
        const whole = file.size <= PREVIEW_BYTES;
        if (wanted) setRecords(firstRecords(textOf(new Uint8Array(bytes), whole), whole));
      });
    return () => {
      wanted = false;
    };
  }, [file]);
  if (!/\.csv$/i.test(file.name)) {
    return <Typography.Text type="secondary">{say('previewXlsx')}</Typography.Text>;
  }
  if (!records) return null;
  const other = records.find((record) => record.length !== columns);
  return (
    <>
      {other && (
        <Alert
          type="warning"
          showIcon
          title={say('previewWidth', { wanted: columns, found: other.length })}
          style={{ marginTop: 8 }}
        />
      )}
      <div style={{ overflowX: 'auto', marginTop: 8 }}>
        <table className="plain number">
          <caption style={{ textAlign: 'start' }}>
            <Typography.Text type="secondary">{say('preview')}</Typography.Text>
          </caption>
          <tbody>
            {records.map((record, row) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place
              <tr key={row}>
                {record.map((cell, column) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                  <td key={column}>{column === 0 ? maskNumber(cell) : cell}</td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
