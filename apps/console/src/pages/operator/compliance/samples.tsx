import type { ResponseOf } from '@herald/contract';
import { Button, Card, Flex, Tag, Typography } from 'antd';
import { Link } from 'react-router';
import { useAct, useAsk } from '../../../api/ask.ts';
import { FormButton, SaveButton } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { accountColumn, minuteColumn } from '../parts/desk-columns.tsx';
import { useStaffName } from '../parts/staff-names.ts';
import { DESK } from '../parts/words.ts';
import { SAMPLES } from './sample-words.ts';

type Sample = ResponseOf<'SampleUVMSMessages'>['Data'][number];
type Verdicts = ResponseOf<'ListUVMSSamples'>;
type Verdict = Verdicts['Data'][number];

const STALE = ['ListUVMSSamples'] as const;

/** 4.3.8: what was said, held against what was filed. */
export function Page() {
  const say = useWords(SAMPLES);
  const draw = useAct('SampleUVMSMessages');
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        <Button type="primary" loading={draw.isPending} onClick={() => draw.mutate({})}>
          {say('draw')}
        </Button>
      </PageHead>
      <Failure error={draw.error} />
      <Flex vertical gap={16}>
        {draw.data && <Drawn samples={draw.data.Data} />}
        <VerdictList />
      </Flex>
    </>
  );
}

function Drawn({ samples }: { samples: readonly Sample[] }) {
  const say = useWords(SAMPLES);
  return (
    <Card size="small" title={say('drawn')}>
      {samples.length === 0 && <Typography.Text type="secondary">{say('noneDrawn')}</Typography.Text>}
      <Flex vertical gap={16}>
        {samples.map((sample) => (
          <Drew key={sample.SessionNo} sample={sample} />
        ))}
      </Flex>
    </Card>
  );
}

function Drew({ sample }: { sample: Sample }) {
  const say = useWords(SAMPLES);
  const desk = useWords(DESK);
  const { AccountId, SessionNo, Fits } = sample;
  const request = { AccountId, SessionNo };
  const reason = { name: 'Reason', label: desk('reason'), kind: 'area', required: true } as const;
  return (
    <section>
      <div>
        <Tag color={Fits ? 'success' : 'error'}>{say(Fits ? 'fits' : 'differs')}</Tag>
        <Link to={`/operator/customers/${AccountId}`}>{sample.AccountName || AccountId}</Link> ·{' '}
        {sample.Phone} · <Moment at={sample.AnswerTime} /> · <span className="mono">{sample.TemplateId}</span>
      </div>
      <div className="wrap">
        <Typography.Text type="secondary">{say('filed')}</Typography.Text> {sample.Filed}
      </div>
      <div className="wrap">
        <Typography.Text type="secondary">{say('spoken')}</Typography.Text> {sample.Spoken}
      </div>
      <Flex gap={8} wrap style={{ marginTop: 6 }}>
        <SaveButton action="HearUVMSMessage" request={request}>
          {say('hear')}
        </SaveButton>
        <SaveButton action="ExportUVMSEvidence" request={request}>
          {say('evidence')}
        </SaveButton>
        <FormButton
          action="JudgeUVMSSample"
          label={say('asFiled')}
          stale={STALE}
          fixed={{ ...request, Verdict: 'as-filed' }}
          fields={[reason]}
        />
        <FormButton
          action="JudgeUVMSSample"
          label={say('deviates')}
          intro={say('deviatesIntro')}
          danger
          stale={STALE}
          fixed={{ ...request, Verdict: 'deviates' }}
          fields={[reason, { name: 'Block', label: say('block'), kind: 'switch' }]}
        />
      </Flex>
    </section>
  );
}

function VerdictList() {
  const say = useWords(SAMPLES);
  const staffName = useStaffName();
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const filters = useFilters();
  const verdicts = useAsk('ListUVMSSamples', filters.paging, { keep: true });
  return (
    <Rows<Verdicts, Verdict>
      answer={verdicts}
      rows={({ Data }) => Data}
      rowKey={({ SessionNo, Time }) => `${SessionNo} ${Time}`}
      title={say('verdicts')}
      empty={say('noVerdicts')}
      pagination={filters.pagination(verdicts.data?.Total ?? 0)}
      columns={[
        minuteColumn(common('time'), 'Time'),
        {
          title: say('verdicts'),
          dataIndex: 'Verdict',
          render: (verdict: Verdict['Verdict']) => (
            <Tag color={verdict === 'deviates' ? 'error' : 'success'}>{say(`verdict-${verdict}`)}</Tag>
          ),
        },
        { title: desk('reason'), dataIndex: 'Reason', className: 'wrap' },
        accountColumn(desk('account')),
        { title: say('message'), dataIndex: 'SessionNo', className: 'mono' },
        { title: desk('by'), dataIndex: 'OperatorId', render: staffName },
      ]}
    />
  );
}
