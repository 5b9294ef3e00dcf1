import { type ResponseOf, TEMPLATE_EVENT_WORDS, type Words } from '@herald/contract';
import { Card, Descriptions, Flex, Timeline, Typography } from 'antd';
import { Link, useParams } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FormButton } from '../../../components/act.tsx';
import { Failure } from '../../../components/failure.tsx';
import { FilingTag } from '../../../components/filing-tag.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { Moment } from '../../../components/values.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { TemplateSound } from '../parts/template-sound.tsx';
import { DESK } from '../parts/words.ts';
import { TEMPLATE } from './template-words.ts';

type Answer = ResponseOf<'InspectUVMSTemplate'>;
type Template = Answer['Template'];

/** A template of a customer as it was filed: heard, and blocked where it must not be spoken. */
export function Page() {
  const say = useWords(TEMPLATE);
  const { accountId = '', templateId = '' } = useParams();
  const { data, error, refetch } = useAsk('InspectUVMSTemplate', {
    AccountId: accountId,
    TemplateId: templateId,
  });
  if (error) return <Failure error={error} onRetry={() => refetch()} />;
  if (!data) return <Loading />;
  const { Template: template, History: history } = data;
  return (
    <>
      <PageHead
        title={template.Name}
        intro={
          <Flex gap={8} align="center" wrap>
            <span className="mono">{templateId}</span> <FilingTag filed={template} />
            <Link to={`/operator/customers/${accountId}`}>{say('back')}</Link>
          </Flex>
        }
      >
        <BlockButtons accountId={accountId} template={template} />
      </PageHead>
      <Flex vertical gap={16}>
        <Filed template={template} />
        <TemplateSound accountId={accountId} templateId={templateId} />
        <Past history={history} />
      </Flex>
    </>
  );
}

function BlockButtons({ accountId, template }: { accountId: string; template: Template }) {
  const say = useWords(TEMPLATE);
  const desk = useWords(DESK);
  const action = template.Blocked ? 'LiftUVMSTemplateBlock' : 'BlockUVMSTemplate';
  return (
    <FormButton
      action={action}
      label={say(template.Blocked ? 'lift' : 'block')}
      {...(template.Blocked ? {} : { intro: say('blockIntro') })}
      danger={!template.Blocked}
      stale={['InspectUVMSTemplate']}
      fixed={{ AccountId: accountId, TemplateId: template.TemplateId }}
      fields={[
        { name: 'Reason', label: desk('reason'), kind: 'area', required: true, hint: desk('reasonTold') },
      ]}
    />
  );
}

function Filed({ template }: { template: Template }) {
  const say = useWords(TEMPLATE);
  const common = useWords(COMMON);
  const { Findings: findings } = template;
  return (
    <Card size="small" title={say('content')}>
      <Descriptions
        size="small"
        column={1}
        items={[
          { key: 'content', label: say('content'), children: template.Content || say('recording') },
          { key: 'scene', label: say('scene'), children: template.Scene || '–' },
          {
            key: 'purpose',
            label: say('purpose'),
            children: common(template.Purpose === 1 ? 'code' : 'notice'),
          },
          { key: 'window', label: say('window'), children: say(template.AllDay ? 'allDay' : 'dayOnly') },
          ...(findings.length > 0
            ? [
                {
                  key: 'findings',
                  label: say('findings'),
                  children: (
                    <div>
                      {findings.map(({ Rule, Field, Start, Message }) => (
                        <div key={`${Rule} ${Field} ${Start}`}>{Message}</div>
                      ))}
                    </div>
                  ),
                },
              ]
            : []),
        ]}
      />
    </Card>
  );
}

function Past({ history }: { history: Answer['History'] }) {
  const say = useWords(TEMPLATE);
  const language = useLanguage();
  const events: Readonly<Record<string, Words>> = TEMPLATE_EVENT_WORDS;
  return (
    <Card size="small" title={say('history')}>
      {history.length === 0 && <Typography.Text type="secondary">{say('noHistory')}</Typography.Text>}
      <Timeline
        items={history.map(({ At, Event, By, Reason }) => ({
          color: 'gray',
          content: (
            <>
              <Moment at={At} /> {events[Event]?.[language] ?? Event}{' '}
              <Typography.Text type="secondary">{say(`by-${By}`)}</Typography.Text>
              {Reason && <div className="wrap">{Reason}</div>}
            </>
          ),
        }))}
      />
    </Card>
  );
}
