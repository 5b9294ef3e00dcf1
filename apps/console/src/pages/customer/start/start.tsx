import { Col, Row } from 'antd';
import { useAsk } from '../../../api/ask.ts';
import { Failure } from '../../../components/failure.tsx';
import { Loading } from '../../../components/loading.tsx';
import { PageHead } from '../../../components/page-head.tsx';
import { useMay, useProject } from '../../../shell/me.ts';
import { useWords } from '../../../words/language.ts';
import { SendTest } from './send-test.tsx';
import { Steps } from './steps.tsx';
import { START } from './words.ts';

/** The ten steps into service, and a first message. */
export function Page() {
  const say = useWords(START);
  const guide = useAsk('QueryUVMSServiceGuide', useProject());
  const maySend = useMay()('uvms:send');
  return (
    <>
      <PageHead title={say('title')} intro={say('intro')} />
      <Failure error={guide.error} onRetry={() => guide.refetch()} />
      <Row gutter={[16, 16]}>
        <Col xs={24} xl={maySend ? 11 : 24}>
          {guide.data ? <Steps guide={guide.data} /> : guide.isPending && <Loading />}
        </Col>
        {maySend && (
          <Col xs={24} xl={13}>
            <SendTest />
          </Col>
        )}
      </Row>
    </>
  );
}
