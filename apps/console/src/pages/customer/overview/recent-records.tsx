import { Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Phone } from '../../../components/message/phone.tsx';
import { ResultTag } from '../../../components/message/result-tag.tsx';
import { MESSAGE } from '../../../components/message/words.ts';
import { Panel } from '../../../components/panel.tsx';
import { Moment } from '../../../components/values.tsx';
import { useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { OVERVIEW } from './words.ts';

/** The last messages; a plain table, as the one with pages and sizes would double what this page loads. */
export function RecentRecords() {
  const say = useWords(OVERVIEW);
  const message = useWords(MESSAGE);
  const records = useAsk('GetUVMSSendRecord', { NumPerPage: 5, ...useProject() }, { every: 10_000 });
  return (
    <Panel title={say('recent')} extra={<Link to="/records">{say('allRecords')}</Link>}>
      <Failure error={records.error} onRetry={() => records.refetch()} />
      {records.data?.Data.length === 0 && (
        <Typography.Text type="secondary">{message('noRecords')}</Typography.Text>
      )}
      <div style={{ overflowX: 'auto' }}>
        <table className="plain">
          <tbody>
            {records.data?.Data.map(
              ({ SessionNo, SubmitTime, Phone: number, ReceiptResult, ReceiptDesc }) => (
                <tr key={SessionNo}>
                  <td>
                    <Link to={`/records/${SessionNo}`}>
                      <Moment at={SubmitTime} />
                    </Link>
                  </td>
                  <td>
                    <Phone number={number} />
                  </td>
                  <td>
                    <ResultTag result={ReceiptResult} text={ReceiptDesc} />
                  </td>
                </tr>
              ),
            )}
          </tbody>
        </table>
      </div>
    </Panel>
  );
}
