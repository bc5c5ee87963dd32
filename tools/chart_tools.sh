#!/usr/bin/env bash
# What tests/unit/deploy/test_chart.py judges the Helm chart with, from Go's module proxy: helm and
# kubeconform into `go env GOPATH`/bin, the CRDs of KEDA and Prometheus' operator into the module cache.
# Built once, about eight minutes of processor time; what is there already is left as it is.
set -euo pipefail
HELM=v4.3.1 KUBECONFORM=v0.8.0 KEDA=v2.21.0 PROMETHEUS_OPERATOR=v0.85.0

bin="$(go env GOPATH)/bin"
[ -x "$bin/helm" ] || go install "helm.sh/helm/v4/cmd/helm@$HELM"
[ -x "$bin/kubeconform" ] || go install "github.com/yannh/kubeconform/cmd/kubeconform@$KUBECONFORM"
# Outside of any module, so that nothing of ours is asked for.
cd /
go mod download \
  "github.com/kedacore/keda/v2@$KEDA" \
  "github.com/prometheus-operator/prometheus-operator@$PROMETHEUS_OPERATOR"
