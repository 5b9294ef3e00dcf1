import { Alert, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { maskNumber } from '../../../components/message/phone.tsx';
import { useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { TASKS } from './words.ts';

/** How an uploaded list begins, each row judged as the import will judge it, before a task is made of it. */
export function ListPreview({ fileId, templateId }: { fileId: string; templateId: string }) {
  const say = useWords(TASKS);
  const preview = useAsk('PreviewUVMSTaskList', {
    FileId: fileId,
    TemplateId: templateId,
    ...useProject(),
  });
  if (preview.error) return <Failure error={preview.error} onRetry={() => preview.refetch()} />;
  if (!preview.data) return <Loading />;
  const { Columns, Heading, Data, ProblemDesc } = preview.data;
  const columns = Math.max(Columns, ...Data.map(({ Cells }) => Cells.length));
  return (
    <>
      {ProblemDesc && <Alert type="error" showIcon title={ProblemDesc} style={{ marginTop: 8 }} />}
      {Data.length > 0 && (
        <div style={{ overflowX: 'auto', marginTop: 8 }}>
          <table className="plain number">
            <caption style={{ textAlign: 'start' }}>
              <Typography.Text type="secondary">{say('preview')}</Typography.Text>
            </caption>
            <thead>
              <tr>
                <th scope="col">{say('line')}</th>
                {Array.from({ length: columns }, (_, at) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place
                  <th scope="col" key={at}>
                    {Heading[at] ?? (at === 0 ? say('phone') : `{${at}}`)}
                  </th>
                ))}
                <th scope="col">{say('fault')}</th>
              </tr>
            </thead>
            <tbody>
              {Data.map(({ Line, Cells, Faults }) => (
                <tr key={Line}>
                  <td>{Line}</td>
                  {Array.from({ length: columns }, (_, at) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: a cell is its place
                    <td key={at}>
                      <Typography.Text
                        {...(Faults.some(({ Column }) => Column === at + 1) ? { type: 'danger' } : {})}
                      >
                        {at === 0 ? maskNumber(Cells[at] ?? '') : (Cells[at] ?? '')}
                      </Typography.Text>
                    </td>
                  ))}
                  <td>
                    {Faults.map(({ Column, Message }) => (
                      <div key={Column}>{say('faultAt', { column: Column, fault: Message })}</div>
                    ))}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </>
  );
}
