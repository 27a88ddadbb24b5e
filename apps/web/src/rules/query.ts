import { graphql } from '../graphql/generated';
import type {
  CustomRuleInput,
  RulePageQuery,
  RulesPageQuery,
  TestRuleQuery,
} from '../graphql/generated/graphql';

/** How a rule stands over what was judged by it. */
graphql(`
  fragment RuleCounts on CustomRuleCounts {
    fail
    unknown
    pass
    notApplicable
  }
`);

/** What a version said, and who saved it. */
graphql(`
  fragment RuleVersion on CustomRuleVersion {
    version
    retired
    title
    wall
    severity
    rationale
    fix
    expression
    savedAt
    savedBy
  }
`);

/** Where a rule was tried, or failed. */
graphql(`
  fragment ExampleContainer on Container {
    id
    name
    host {
      id
      name
    }
  }
`);

export const RulesQuery = graphql(`
  query RulesPage {
    fleet {
      rejudgement {
        total
        done
        outdated
      }
    }
    customRules {
      id
      problem
      newest {
        version
        title
        wall
        severity
        retired
        savedAt
        savedBy
      }
      counts {
        ...RuleCounts
      }
    }
    rules {
      id
      about
      wall
      severity
      title
      custom
    }
    containerFacets {
      rules {
        rule
        count
      }
    }
  }
`);

export const RuleQuery = graphql(`
  query RulePage($id: ID!) {
    fleet {
      rejudgement {
        total
        done
        outdated
      }
    }
    customRule(id: $id) {
      id
      problem
      newest {
        ...RuleVersion
      }
      counts {
        ...RuleCounts
      }
      versions {
        ...RuleVersion
        note
      }
    }
    findings(first: 24, filter: { rule: $id, states: [fail, unknown] }) {
      totalCount
      nodes {
        id
        state
        evidence {
          field
          value
          text
        }
        container {
          ...ExampleContainer
        }
      }
    }
  }
`);

export const TestRule = graphql(`
  query TestRule($expression: String!) {
    testCustomRule(expression: $expression) {
      problem {
        message
        line
        column
      }
      reads
      trial {
        containers
        fail
        unknown
        pass
        notApplicable
        notTried
        distinct
        mostSteps
        examples {
          alike
          state
          evidence {
            field
            value
            text
          }
          container {
            ...ExampleContainer
          }
        }
      }
    }
  }
`);

export const SaveRule = graphql(`
  mutation SaveRule($rule: CustomRuleInput!, $replaces: Int, $note: String) {
    saveCustomRule(rule: $rule, replaces: $replaces, note: $note) {
      id
      newest {
        version
      }
    }
  }
`);

export const RetireRule = graphql(`
  mutation RetireRule($id: ID!, $version: Int!, $note: String) {
    retireCustomRule(id: $id, version: $version, note: $note) {
      id
    }
  }
`);

/** A rule in the list of them. */
export type ListedRule = RulesPageQuery['customRules'][number];
/** A rule of the catalogue. */
export type CatalogueRule = RulesPageQuery['rules'][number];
/** On how many containers a rule fails, of those that fail on any. */
export type FailingRule = RulesPageQuery['containerFacets']['rules'][number];
/** One rule with its versions. */
export type CustomRule = NonNullable<RulePageQuery['customRule']>;
/** A rule as it is written. */
export type Draft = CustomRuleInput;
/** What a trial came to. */
export type Tested = TestRuleQuery['testCustomRule'];
export type Trial = NonNullable<Tested['trial']>;
/** A container and what decided it, in a trial or in the findings. */
export type Example = Pick<Trial['examples'][number], 'state' | 'evidence'> & {
  alike?: number;
  container?: Trial['examples'][number]['container'];
};
