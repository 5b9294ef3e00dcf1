import {
  NUMBER_APPLICATION_STATES,
  NUMBER_KINDS,
  type NumberApplicationState,
  type ResponseOf,
} from '@herald/contract';
import { Typography } from 'antd';
import { Link } from 'react-router';
import { useAsk } from '../../../api/ask.ts';
import { FilterBar } from '../../../components/filter-bar.tsx';
import { useFilters } from '../../../components/filters.ts';
import { PageHead } from '../../../components/page-head.tsx';
import { Rows } from '../../../components/rows.tsx';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { choicesOf } from '../parts/choices.ts';
import { accountColumn, minuteColumn } from '../parts/desk-columns.tsx';
import { Due } from '../parts/due.tsx';
import { DESK } from '../parts/words.ts';
import { ApplicationState } from './application-state.tsx';
import { NUMBERS } from './words.ts';

type Answer = ResponseOf<'ListUVMSNumberApplications'>;
type Application = Answer['Data'][number];

/** Applications for numbers, of all customers. */
export function Page() {
  const say = useWords(NUMBERS);
  const desk = useWords(DESK);
  const common = useWords(COMMON);
  const language = useLanguage();
  const filters = useFilters();
  const { get } = filters;
  const applications = useAsk(
    'ListUVMSNumberApplications',
    {
      ...filters.paging,
      ...(get('state') ? { State: get('state') as NumberApplicationState } : {}),
      ...(get('account') ? { AccountId: get('account') } : {}),
      ...(get('overdue') === 'yes' ? { OverdueOnly: true } : {}),
    },
    { keep: true },
  );
  return (
    <>
      <PageHead title={say('applications')} intro={say('applicationsIntro')} />
      <Rows<Answer, Application>
        answer={applications}
        rows={({ Data }) => Data}
        rowKey="ApplicationId"
        empty={say('noApplications')}
        pagination={filters.pagination(applications.data?.Total ?? 0)}
        columns={[
          {
            title: say('application'),
            dataIndex: 'ApplicationId',
            render: (id: string, { Kind }) => (
              <>
                <Link className="mono" to={`/operator/number-applications/${id}`}>
                  {id}
                </Link>
                <br />
                <Typography.Text type="secondary">{NUMBER_KINDS[Kind][language]}</Typography.Text>
              </>
            ),
          },
          accountColumn(desk('account')),
          {
            title: say('wanted'),
            dataIndex: 'Lines',
            render: (lines: Application['Lines']) => (
              <>
                {lines.map(({ Line, FirstCity, Quantity, Pattern }) => (
                  <div key={Line}>
                    {FirstCity} × {Quantity} {Pattern}
                  </div>
                ))}
              </>
            ),
          },
          {
            title: common('state'),
            dataIndex: 'State',
            render: (state: NumberApplicationState) => <ApplicationState state={state} />,
          },
          {
            title: say('clock'),
            dataIndex: 'DueTime',
            render: (at: number) => (at > 0 ? <Due at={at} /> : '–'),
          },
          minuteColumn(common('time'), 'UpdateTime'),
        ]}
      >
        <FilterBar
          filters={filters}
          of={[
            {
              name: 'state',
              label: common('state'),
              choices: choicesOf(NUMBER_APPLICATION_STATES, language),
            },
            {
              name: 'overdue',
              label: say('overdueOnly'),
              width: 130,
              byDefault: 'no',
              choices: [
                { value: 'no', label: desk('no') },
                { value: 'yes', label: desk('yes') },
              ],
            },
            { name: 'account', label: desk('accountId') },
          ]}
        />
      </Rows>
    </>
  );
}
