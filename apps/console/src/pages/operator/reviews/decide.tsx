import type { ActionName, ResponseOf } from '@herald/contract';
import { App, Button, Checkbox, Flex, Form, Input, Radio, Tabs } from 'antd';
import { useState } from 'react';
import { useAct } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { COMMON } from '../../../words/common.ts';
import { useWords } from '../../../words/language.ts';
import { REVIEWS } from './words.ts';

type Review = ResponseOf<'GetUVMSReview'>;

interface DecideProps {
  readonly review: Review;
  readonly stale: readonly ActionName[];
}

/** Approves or rejects what one has claimed; a rejection says why, and of each material that fails too. */
export function Decide(props: DecideProps) {
  const say = useWords(REVIEWS);
  return (
    <Tabs
      size="small"
      items={[
        { key: 'approve', label: say('approve'), children: <Approve {...props} /> },
        { key: 'reject', label: say('reject'), children: <Reject {...props} /> },
      ]}
    />
  );
}

function Approve({ review: { AccountId, ReviewId }, stale }: DecideProps) {
  const say = useWords(REVIEWS);
  const { message } = App.useApp();
  const approve = useAct('ApproveUVMSReview', stale);
  return (
    <Form<{ Reason?: string }>
      name="approve"
      layout="vertical"
      onFinish={({ Reason }) =>
        approve.mutate(
          { AccountId, ReviewId, ...(Reason ? { Reason } : {}) },
          {
            onSuccess: ({ SecondNeeded }) => message.success(say(SecondNeeded ? 'secondNeeded' : 'approved')),
          },
        )
      }
    >
      <Form.Item name="Reason" label={say('remark')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      <Failure error={approve.error} />
      <Button type="primary" htmlType="submit" loading={approve.isPending}>
        {say('approve')}
      </Button>
    </Form>
  );
}

interface Rejection {
  readonly ReasonCode: string;
  readonly Reason?: string;
  readonly reasons?: Readonly<Record<string, string>>;
}

function Reject({ review, stale }: DecideProps) {
  const say = useWords(REVIEWS);
  const required = { required: true, message: useWords(COMMON)('required') };
  const { message } = App.useApp();
  const reject = useAct('RejectUVMSReview', stale);
  const [failed, setFailed] = useState<readonly string[]>([]);
  const { AccountId, ReviewId, CannedReasons, Parts } = review;

  function send({ ReasonCode, Reason, reasons = {} }: Rejection) {
    const request = {
      AccountId,
      ReviewId,
      ...(ReasonCode ? { ReasonCode } : {}),
      ...(Reason ? { Reason } : {}),
      ...(failed.length > 0
        ? { FailedParts: [...failed], PartReasons: failed.map((part) => reasons[part] ?? '') }
        : {}),
    };
    reject.mutate(request, { onSuccess: () => message.success(say('rejected')) });
  }

  return (
    <Form<Rejection>
      name="reject"
      layout="vertical"
      requiredMark={false}
      initialValues={{ ReasonCode: CannedReasons[0]?.Code ?? '' }}
      onFinish={send}
    >
      <Form.Item name="ReasonCode" label={say('canned')}>
        <Radio.Group>
          <Flex vertical gap={6}>
            {CannedReasons.map(({ Code, Text }) => (
              <Radio key={Code} value={Code}>
                {Text}
              </Radio>
            ))}
            <Radio value="">{say('otherReason')}</Radio>
          </Flex>
        </Radio.Group>
      </Form.Item>
      <Form.Item name="Reason" label={say('ownReason')}>
        <Input.TextArea rows={2} maxLength={500} />
      </Form.Item>
      {Parts.length > 0 && (
        <Form.Item label={say('failedParts')}>
          <Checkbox.Group
            value={[...failed]}
            onChange={(parts) => setFailed(parts as string[])}
            options={Parts.map(({ Part, Title }) => ({ value: Part, label: Title }))}
          />
        </Form.Item>
      )}
      {Parts.filter(({ Part }) => failed.includes(Part)).map(({ Part, Title }) => (
        <Form.Item
          key={Part}
          name={['reasons', Part]}
          label={say('partReason', { part: Title })}
          rules={[required]}
        >
          <Input maxLength={500} />
        </Form.Item>
      ))}
      <Failure error={reject.error} />
      <Button danger htmlType="submit" loading={reject.isPending}>
        {say('reject')}
      </Button>
    </Form>
  );
}
