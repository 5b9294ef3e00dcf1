import { Col, Empty, Flex, Pagination, Row, Segmented, Select, Typography } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { useFilters } from '../../../components/filters.ts';
import { LinkButton } from '../../../components/link-button.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { FILING } from '../../../words/filing-words.ts';
import { useWords } from '../../../words/language.ts';
import { TailChoice } from './tail-choice.tsx';
import { TemplateCard } from './template-card.tsx';
import { TEMPLATES } from './words.ts';

const STATUSES = [0, 1, 2, 3, 4, 5] as const;
const SIZE = 12;

/** Templates as cards, by their state. */
export function Page() {
  const say = useWords(TEMPLATES);
  const common = useWords(COMMON);
  const filing = useWords(FILING);
  const writes = useMay()('template:write');
  const filters = useFilters(SIZE);
  const status = STATUSES.find((one) => String(one) === filters.get('status'));
  const purpose = filters.get('purpose');
  const templates = useAsk(
    'QueryUVMSTemplate',
    {
      ...filters.paging,
      ...(status === undefined ? {} : { Status: status }),
      ...(purpose ? { Purpose: Number(purpose) as 1 | 2 } : {}),
      ...useProject(),
    },
    { keep: true },
  );
  const apps = useAsk('QueryUVMSApp', {}, { enabled: useMay()('enterprise:read') });
  const appName = (id: string) => apps.data?.Data.find(({ AppId }) => AppId === id)?.Name ?? id;
  const pagination = filters.pagination(templates.data?.Total ?? 0);
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')}>
        {writes && (
          <>
            <LinkButton to="/templates/new?kind=audio">{say('createAudio')}</LinkButton>
            <LinkButton to="/templates/new" type="primary">
              {say('create')}
            </LinkButton>
          </>
        )}
      </PageHead>
      <Flex gap={12} wrap style={{ marginBottom: 16 }}>
        <div style={{ maxWidth: '100%', overflowX: 'auto' }}>
          <Segmented
            value={filters.get('status')}
            onChange={(value: string) => filters.set({ status: value })}
            options={[
              { value: '', label: common('all') },
              ...STATUSES.map((one) => ({ value: String(one), label: filing(`status-${one}`) })),
            ]}
          />
        </div>
        <Select
          aria-label={say('purpose')}
          value={purpose}
          onChange={(value: string) => filters.set({ purpose: value })}
          style={{ width: 110 }}
          options={[
            { value: '', label: common('all') },
            { value: '1', label: common('code') },
            { value: '2', label: common('notice') },
          ]}
        />
        <Flex gap={8} align="center" wrap style={{ minWidth: 0, maxWidth: '100%' }}>
          <Typography.Text type="secondary">{say('tailOfAll')}</Typography.Text>
          <TailChoice writes={writes} />
        </Flex>
      </Flex>
      <Failure error={templates.error} onRetry={() => templates.refetch()} />
      {templates.isPending && <Loading />}
      {templates.data?.Data.length === 0 && (
        <Empty
          description={
            <>
              {say('noTemplates')}
              <br />
              {say('noTemplatesHint')}
            </>
          }
        />
      )}
      <Row gutter={[16, 16]}>
        {templates.data?.Data.map((template) => (
          <Col key={template.TemplateId} xs={24} md={12} xl={8}>
            <TemplateCard template={template} appName={appName} writes={writes} />
          </Col>
        ))}
      </Row>
      <Pagination {...pagination} style={{ marginTop: 16 }} align="end" />
    </>
  );
}
