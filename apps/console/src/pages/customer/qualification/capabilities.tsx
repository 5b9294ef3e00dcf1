import { CAPABILITIES, type Capability, type ResponseOf } from '@herald/contract';
import { Button, Card, Col, Flex, Form, Input, Modal, Row, Tag, Typography } from 'antd';
import { useState } from 'react';
import { useAct, useAsk } from '../../../api/ask.ts';
import { ActButton } from '../../../components/act-button.tsx';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { UploadFile } from '../../../components/upload-file.tsx';
import { useMay } from '../../../shell/me.ts';
import { COMMON } from '../../../words/common.ts';
import { useLanguage, useWords } from '../../../words/language.ts';
import { MATERIAL_TYPES } from './materials.tsx';
import { StateTag } from './state-tag.tsx';
import { QUALIFICATION } from './words.ts';

type Standing = ResponseOf<'QueryUVMSCapability'>['Data'][number];
const STALE = ['QueryUVMSCapability', 'QueryUVMSServiceGuide'] as const;

/** What the account may do beyond the beginning, and applying for more. */
export function Page() {
  const say = useWords(QUALIFICATION);
  const capabilities = useAsk('QueryUVMSCapability', {});
  const [applying, setApplying] = useState<Standing>();
  return (
    <>
      <PageHead title={say('capabilities')} intro={say('capabilitiesIntro')} />
      <Failure error={capabilities.error} onRetry={() => capabilities.refetch()} />
      {capabilities.isPending && <Loading />}
      <Row gutter={[16, 16]}>
        {capabilities.data?.Data.map((row) => (
          <Col key={row.Capability} xs={24} sm={12} lg={8}>
            <CapabilityCard row={row} onApply={() => setApplying(row)} />
          </Col>
        ))}
      </Row>
      {applying && <Apply row={applying} onClose={() => setApplying(undefined)} />}
    </>
  );
}

function CapabilityCard({ row, onApply }: { row: Standing; onApply(): void }) {
  const say = useWords(QUALIFICATION);
  const language = useLanguage();
  const writes = useMay()('enterprise:write');
  const { Capability: capability, Granted, State, Reason } = row;
  return (
    <Card
      size="small"
      title={CAPABILITIES[capability].words[language]}
      extra={<Tag color={Granted ? 'success' : 'default'}>{say(Granted ? 'granted' : 'notGranted')}</Tag>}
      style={{ height: '100%' }}
    >
      <Flex gap={8} align="center" wrap>
        {State !== 'draft' && <StateTag state={State} />}
        {Reason && <Typography.Text type="danger">{Reason}</Typography.Text>}
        {writes && !Granted && State !== 'in-review' && (
          <Button size="small" onClick={onApply}>
            {say('apply')}
          </Button>
        )}
        {writes && State === 'in-review' && (
          <ActButton
            size="small"
            action="WithdrawUVMSCapability"
            request={{ Capability: capability }}
            stale={STALE}
            confirm={say('withdrawSure')}
          >
            {say('withdraw')}
          </ActButton>
        )}
      </Flex>
    </Card>
  );
}

function Apply({ row, onClose }: { row: Standing; onClose(): void }) {
  const say = useWords(QUALIFICATION);
  const required = { required: true, message: useWords(COMMON)('required') };
  const language = useLanguage();
  const apply = useAct('ApplyUVMSCapability', STALE);
  const capability: Capability = row.Capability;
  const [form] = Form.useForm<{ Purpose: string; FileId?: string }>();
  return (
    <Modal
      open
      title={say('applyFor', { what: CAPABILITIES[capability].words[language] })}
      okText={say('submit')}
      confirmLoading={apply.isPending}
      onCancel={onClose}
      onOk={() =>
        form
          .validateFields()
          .then(({ Purpose, FileId }) =>
            apply.mutate(
              { Capability: capability, Purpose, ...(FileId ? { FileIds: [FileId] } : {}) },
              { onSuccess: onClose },
            ),
          )
      }
    >
      <Failure error={apply.error} />
      <Form form={form} layout="vertical" requiredMark={false}>
        <Form.Item name="Purpose" label={say('usePurpose')} rules={[required]}>
          <Input.TextArea maxLength={500} rows={3} />
        </Form.Item>
        {row.NeedsMaterial && (
          <Form.Item name="FileId" label={say('papers')} extra={say('materialHint')} rules={[required]}>
            <UploadFile kind="material" accept={MATERIAL_TYPES} />
          </Form.Item>
        )}
      </Form>
    </Modal>
  );
}
