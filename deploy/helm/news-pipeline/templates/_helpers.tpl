{{/* What the chart is made of: tools/chart_files.py. */}}
{{- define "news.facts" -}}
{{ .Files.Get "files/pipeline.json" }}
{{- end }}

{{- define "news.name" -}}
{{ .Release.Name | trunc 30 | trimSuffix "-" }}
{{- end }}

{{- define "news.labels" -}}
app.kubernetes.io/name: news-pipeline
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version }}
{{- end }}

{{/* Of all workers; with a group's name, of that group's. */}}
{{- define "news.selector" -}}
app.kubernetes.io/name: news-pipeline
app.kubernetes.io/instance: {{ .Release.Name }}
app.kubernetes.io/component: worker
{{- end }}

{{- define "news.image" -}}
{{- with .Values.image -}}
{{ .repository }}{{ if .digest }}@{{ .digest }}{{ else }}:{{ .tag | default $.Chart.AppVersion }}{{ end }}
{{- end -}}
{{- end }}

{{- define "news.account" -}}
{{ .Values.serviceAccount.name | default (ternary (include "news.name" .) "default" .Values.serviceAccount.create) }}
{{- end }}

{{/* The groups of the grouping, by name, with {app} filled in; what a release is told is refused
     here where no schema can see it. */}}
{{- define "news.groups" -}}
{{- $facts := include "news.facts" . | replace "{app}" .Values.appId | fromJson -}}
{{- $groups := (index $facts.groupings .Values.grouping).groups -}}
{{- range $name, $_ := .Values.groups -}}
  {{- if not (hasKey $groups $name) -}}
    {{- fail (printf "groups.%s: the grouping %s has %s" $name $.Values.grouping (keys $groups | sortAlpha | join ", ")) -}}
  {{- end -}}
{{- end -}}
{{- range $name, $_ := $groups -}}
  {{- $replicas := int (include "news.worker" (list $ $name) | fromJson).replicas -}}
  {{- if gt $replicas (int $.Values.partitions) -}}
    {{- fail (printf "%s: %d replicas, and %d partitions: the others would stand idle" $name $replicas (int $.Values.partitions)) -}}
  {{- end -}}
{{- end -}}
{{- if and (hasPrefix "SASL" .Values.kafka.securityProtocol) (not .Values.strimzi.users.enabled) (not .Values.kafka.user.secret) -}}
  {{- fail "kafka.user.secret: who logs in needs one" -}}
{{- end -}}
{{- if and .Values.strimzi.users.enabled (ne (.Values.strimzi.namespace | default .Release.Namespace) .Release.Namespace) -}}
  {{- fail "strimzi.namespace: a user's secret is written beside the user, and a pod reads those of its own namespace" -}}
{{- end -}}
{{- if and .Values.strimzi.users.enabled .Values.topics.job.enabled (not .Values.strimzi.topics.enabled) -}}
  {{- fail "topics.job: Strimzi's users are not there before the release: enable strimzi.topics, or turn the job off" -}}
{{- end -}}
{{- if and .Values.strimzi.users.enabled (eq .Values.strimzi.users.authentication "tls" | ternary (ne .Values.kafka.securityProtocol "SSL") (not (hasPrefix "SASL" .Values.kafka.securityProtocol))) -}}
  {{- fail (printf "kafka.securityProtocol: users log in by %s" .Values.strimzi.users.authentication) -}}
{{- end -}}
{{- range $name, $_ := .Values.settings -}}
  {{- if regexMatch "PASSWORD|TOKEN|SECRET" $name -}}
    {{- fail (printf "settings.%s: a secret is named (kafka.user.secret), not written here" $name) -}}
  {{- end -}}
{{- end -}}
{{ toJson $groups }}
{{- end }}

{{/* What one group's workers are told: `worker`, with what `groups` says of it over it. */}}
{{- define "news.worker" -}}
{{- $ := index . 0 -}}
{{ mergeOverwrite (deepCopy $.Values.worker) (deepCopy (index $.Values.groups (index . 1) | default dict)) | toJson }}
{{- end }}

{{/* The secret of a user: Strimzi writes it under the user's name. Called with the root and the user's name. */}}
{{- define "news.kafkaEnv" -}}
{{- $ := index . 0 -}}
{{- $user := index . 1 -}}
{{- $kafka := $.Values.kafka -}}
{{- $strimzi := $.Values.strimzi.users -}}
- name: NEWS_BROKER
  value: {{ required "kafka.bootstrap: a host:port list must be named" $kafka.bootstrap | quote }}
- name: NEWS_SECURITY_PROTOCOL
  value: {{ $kafka.securityProtocol }}
{{- if hasPrefix "SASL" $kafka.securityProtocol }}
- name: NEWS_SASL_MECHANISM
  value: {{ $kafka.saslMechanism }}
- name: NEWS_SASL_USERNAME
  {{- if $strimzi.enabled }}
  value: {{ $user }}
  {{- else }}
  valueFrom: {secretKeyRef: {name: {{ $kafka.user.secret }}, key: {{ $kafka.user.usernameKey }}}}
  {{- end }}
- name: NEWS_SASL_PASSWORD
  valueFrom: {secretKeyRef: {name: {{ ternary $user $kafka.user.secret $strimzi.enabled }}, key: {{ ternary "password" $kafka.user.passwordKey $strimzi.enabled }}}}
{{- end }}
{{- if hasSuffix "SSL" $kafka.securityProtocol }}
{{- if $kafka.ca.secret }}
- name: NEWS_SSL_CAFILE
  value: /etc/news/ca/{{ $kafka.ca.key }}
{{- end }}
{{- if include "news.certificate" . }}
- name: NEWS_SSL_CERTFILE
  value: /etc/news/client/{{ ternary "user.crt" $kafka.clientCertificate.certKey (eq $strimzi.authentication "tls") }}
- name: NEWS_SSL_KEYFILE
  value: /etc/news/client/{{ ternary "user.key" $kafka.clientCertificate.keyKey (eq $strimzi.authentication "tls") }}
{{- end }}
{{- end }}
{{- end }}

{{/* The name of the secret with the client's certificate; empty where there is none. */}}
{{- define "news.certificate" -}}
{{- $ := index . 0 -}}
{{- $strimzi := $.Values.strimzi.users -}}
{{- if and $strimzi.enabled (eq $strimzi.authentication "tls") -}}
{{ index . 1 }}
{{- else -}}
{{ $.Values.kafka.clientCertificate.secret }}
{{- end -}}
{{- end }}

{{- define "news.kafkaMounts" -}}
{{- $ := index . 0 -}}
{{- if hasSuffix "SSL" $.Values.kafka.securityProtocol }}
{{- if $.Values.kafka.ca.secret }}
- {name: ca, mountPath: /etc/news/ca, readOnly: true}
{{- end }}
{{- if include "news.certificate" . }}
- {name: client, mountPath: /etc/news/client, readOnly: true}
{{- end }}
{{- end }}
{{- end }}

{{- define "news.kafkaVolumes" -}}
{{- $ := index . 0 -}}
{{- if hasSuffix "SSL" $.Values.kafka.securityProtocol }}
{{- with $.Values.kafka.ca.secret }}
- name: ca
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- with include "news.certificate" . }}
- name: client
  secret: {secretName: {{ . }}, defaultMode: 0440}
{{- end }}
{{- end }}
{{- end }}

{{- define "news.settings" -}}
- {name: NEWS_APP_ID, value: {{ .Values.appId | quote }}}
- {name: NEWS_GROUPING, value: {{ .Values.grouping | quote }}}
- {name: NEWS_PARTITIONS, value: {{ int .Values.partitions | quote }}}
- {name: NEWS_REPLICATION, value: {{ int .Values.replication | quote }}}
- {name: NEWS_LOG_JSON, value: "true"}
{{- range $name, $value := .Values.settings }}
- {name: {{ $name }}, value: {{ $value | quote }}}
{{- end }}
{{- end }}

{{/* The image's own user, a number, so that runAsNonRoot can tell. */}}
{{- define "news.podSecurity" -}}
runAsNonRoot: true
runAsUser: 10001
runAsGroup: 10001
fsGroup: 10001
fsGroupChangePolicy: OnRootMismatch
seccompProfile: {type: RuntimeDefault}
{{- end }}

{{- define "news.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities: {drop: [ALL]}
{{- end }}

{{- define "news.kafkaUser" -}}
{{ printf "%s-%s" (include "news.name" (index . 0)) (index . 1) }}
{{- end }}
