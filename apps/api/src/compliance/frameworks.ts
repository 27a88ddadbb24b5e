import { frameworks, isAssessed, type Control, type Framework } from '@shoji/rules';
import { catalogue } from '../rules/catalogue.js';
import type { Control as ControlModel, Framework as FrameworkModel } from './compliance.model.js';

const rules = new Map(catalogue.map((rule) => [rule.id, rule]));

const controlModel = (control: Control): ControlModel => ({
  id: control.id,
  title: control.title,
  section: control.section,
  about: isAssessed(control) ? control.about : null,
  rules: isAssessed(control) ? control.rules.flatMap((id) => rules.get(id) ?? []) : [],
  notAssessed: isAssessed(control) ? null : control.notAssessed,
});

/** A framework, and the same as GraphQL shows it. */
export interface KnownFramework {
  framework: Framework;
  model: FrameworkModel;
}

/** Every framework in its order. */
export const knownFrameworks: readonly KnownFramework[] = frameworks.map((framework) => ({
  framework,
  model: { ...framework, controls: framework.controls.map(controlModel) },
}));
