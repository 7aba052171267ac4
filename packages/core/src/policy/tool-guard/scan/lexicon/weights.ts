/** Written by scripts/scanner-weights.mjs: what speaks for and against a demand, in tenths. Do not edit. */
export const WEIGHTS = `
66 our
50 so_that
48 assistant every here mirror
46 are_to person say them whatever
42 acme the_person
40 answer card mention trust
38 below evil evil_example now relay so the_assistant thi_function
36 bank everyth explain helper u us whenever word
34 and_pas hint id_rsa plain prior rsa say_that shorten the_home thi_one
32 0m act afterward carry earlier hidden hide the_chat the_summary
30 101 archive come comply comply_with contact disclose first_and function hand_over is_no it_from mail net notice
30 obey open over_the repeat rot13 send_the spell supply the_answer the_conversation the_host thi_call tool_are
30 transfer user_s usual with_it you_write
28 agent_that ahead and_keep and_leave api_key ask_for away cat claim curl decode dialog digit editor example figur
28 forward_the found_in from_now has_to http_evil iban later naq now_on of_what on_it other_server other_tool out
28 output_of paste post_the quietly reason retry_with ssh_id term the_token the_way they tmp to_stop trouble up_and
28 way we what what_is without_ask
26 a_call a_http and_include and_send another_tool are_now as_label bash birth birth_and change_the concern consult
26 cookie copy full_system give go_ahead guidelin home_directory if_ask insecure it_in it_say make_the need_not
26 not_tell not_to nyy payment personal price reader report see_the shall stay_in tell that_it that_you the_figur
26 the_mirror the_one the_payment the_secret the_shell thi_description thi_integration thi_session thi_text
26 to_account to_each to_http to_keep to_our together_with told wallet what_they with_our you_and
24 and_obey as_well ask at_our attach bcc beginn_with bind credential_and de dev e_mail env fee for_them hand
24 has_been host_application if_an install invoic is_trust it_with jar kept kindly leave made no_need nobody
24 not_inform noth_else noth_is o previou_instruction proce procedure public quote r right safety see_http sent
24 spell_of team_and text_as that_ask that_noth the_bucket the_cookie the_hidden the_machine the_reply the_spell
24 they_are though to_us too tool_work upset while with_the you_were
22 51 7 a_l addres_in alternativ an_agent and_follow another append_the base64_and before_answer branch_protection
22 came collect come_from compliance context_field delete_all delete_the diagnostic disable email_tool even even_when
22 extra follow_by found fund further given_the hold_the instruction_and invite irrespective irrespective_of it_has
22 it_here keep_a later_call machine meant_for message_is model_should moment noth notify of_each once open_the
22 out_of partner pas_its people protection proxy purpos put put_it question_with recovery reply_to secret security
22 server_is shell sidenote spe statement that_later the_developer the_editor the_folder the_hint the_mail the_model
22 the_newest the_output the_public the_report thi_server thi_with through_thi to_be told_you transfer_fund vendor
22 what_it what_the whatever_is when_ask write_the written_to you_send
20 110 114 69 a_bank a_download act_on add_the also and_act and_apply and_call and_document and_hand and_not and_say
20 another_language answer_every at audit begin_with bring_thi case_the chat check_the co concatenate conversation
20 digest_of dns dropp dur dur_the earlier_in fine_to for_verification go hold holder in_seed into_another into_the
20 is_fine keep_it l location_and not_mention of_other off one_is pass_as paste_the permanently phrase print q
20 requirement retention reveal s_full secure send send_email signature ssh sum ten the_account the_cache the_card
20 the_extra the_price the_session tool_on translat_a upload_the weather well whatever_the
18 a_text about_thi all_other all_tool and_add and_put and_run and_the any any_time anyth article assistant_should
18 authorization backup be_replac begin better book bot cache carri_out competitor confirmation copy_of copy_the
18 count_as curl_s date_of disable_the dont drop each_message else example_x for_debugg for_permission fork four
18 from_our hostname ignore in_bcc is_found it it_look key_for meta newer not_apply of_birth of_every of_our often
18 open_document open_in out_with outdat output_in over pas_the password picture policy premium prompt_and purchase
18 right_away rotate round seed show_up since skip_the slow so_there stay system system_message system_prompt
18 tell_the that_the the_built the_partner the_password the_phone the_role the_row the_signature the_sum their
18 there_is thi_line thi_step thi_workspace thing to_ai to_every to_other to_see to_sign tool_in trail treat
18 user_that warning watch what_you whenever_the who world
16 32 47 above after_each agre all_fil alway_call and_do and_present and_should and_try answer_with anywhere append
16 as_sidenote at_http attach_the authoriz be_sent bring bucket call_export collector confidential continue copi
16 cursor_mcp d debugg doubt duplicat every_other every_search example_i extend finance finding folder for_their free
16 goe hour i ignore_previou ignore_the implementation in_it in_maintenance in_order into its_text json_to kube
16 kube_config leav mcp_json mention_that need_to npm obtain on_its other pay person_ask phone previou profile
16 prompt_in propos push push_to read_cursor remove_the request_are rul run_it sidenote_otherwise stand submit
16 that_we the_addres the_bank the_clipboard the_comment the_context the_customer the_history the_message the_nam
16 the_not the_package the_platform the_recovery the_word there_s those to_improve to_it to_share tool_has tool_read
16 tool_that trac tracker until until_it upload user_doe user_request user_want we_can what_was with_any with_curl
16 with_their without word_for you_have
14 2026 24 73 a_copy alive all_previou alone alter although and_delete and_print and_report answer_is approve
14 are_upload as_soon as_the at_any at_once at_the authority b back be_includ been config_and content_of cooki
14 customer dangerou debug disk do done each end_of export fact folder_to forecast forecast_of history i_g ignore_all
14 in_thi installation integration is_for it_and it_as it_must it_was json_and keep key_to maintenance material
14 messag metric month must_also nam newest noise not_be not_need number_and of_error once_the only_the other_search
14 output_to p phone_number please reason_the red reply report_the rest_of s_http s_tool sampl sample serve session
14 sh should so_the soon soon_as surround suspend switch sync the_cloud the_database the_description the_environment
14 the_line the_recipient the_repository the_rest the_text the_weather them_in token tool_must tool_return use_http
14 user_in verifi weather_forecast webhook where_your which_is work_for you you_are zero
12 1_to 2000 65 68 72 74 a_draft a_first a_payment a_table accept_the add add_two address after_thi all all_its
12 and_all and_post and_provide and_then append_to are are_requir as_is as_it assume be_execut be_shown because
12 beginn better_the buy by_thi c call_to carri chang_the clipboard credential drop_the far few filesystem find_fil
12 first_time flaky flaky_test for_word for_you from_thi github_com giv given go_through had happen has hav have
12 help_us help_with hid improve improve_the in include_a inform_the init instruction_you is_about is_in is_to
12 is_unknown it_up last_line leave_out lin_in look lookup make manager messag_that message_in might_be nam_and
12 not_just note_to of_all of_your on_any on_failure or_1 owner parameter_and pin pre purpose read_the record_that
12 replace_the request_the request_with response_with restriction result_include s_configuration schedul send_a
12 session_id share so_use space special step_and subdomain summary summary_of supersed text_in text_into than_the
12 that that_their the_instance the_last the_network the_reason them_to there thi_must through through_the to_avoid
12 to_send tool_should train unabridg verification version_is was_obtain where would your
10 0_0 20_74 6c 6f 8 a_comment a_line a_public a_second account_as addres ahead_of along also_be an_additional
10 and_rank and_set and_use answer_as answer_to are_miss automation broken built_in can_help can_use chain check_with
10 com_from continuation current_session dat direction discuss download_the en environment_detail
10 environment_variable establish_a event_for exception explanation fall fast fetch_the for_review force_push
10 from_the host http_doc impli improv in_browser include_an infer is_present its_content leave_the letter locale
10 maintenance_mode need_for need_the not_exist on_thi operation_is otherwise_the override page_as panel_if power
10 put_the read_file read_thi recipient_to relax request_by request_to requir_to restrict role route rul_and run
10 run_git s s_ssh save_to script see send_it server several side sign so_it svg text_of the_better the_check
10 the_configuration the_git the_key the_more the_private the_record the_remain the_right the_shar to_prevent
10 to_restore token_to transcript up_in use_with user_and user_say valu_in value_must want were while_the written
10 you_to your_answer
8 20_75 65_20 65_6c 65_72 68_65 6c_20 6c_6c 6e 73_65 74_20 74_65 74_68 75_73 a_person about add_to admin agent
8 all_project all_tabl and_are and_ask and_must and_skip and_tool and_user argument_for articl as_an as_json as_part
8 authoritative balance base64 be_answer be_enabl before_generat before_proceed best blame brand by_a call caution
8 cdn change change_to check chosen_by claude clean_up commit_and complete_the context_window delay deletion
8 dependenci detail_includ do_not down duplicate each_call establish even_if example_a exceed execute_the exist_the
8 fetch fil_are file_and fill_in follow for_one from_their gather git_config github help in_case in_json in_the
8 instruct instruction_for is_an is_written it_when its_path just key label legal let light link lost main_branch
8 matter may may_be modify_the money name_and no no_longer not_only notification number_with of_thi of_tool or_in
8 otherwise part part_of polici poll post prefer_the proactively proceed quality question rank safe sender set_as
8 setup shell_command show shown skipp someone stor str_to surface tak take telemetry text that_no the_calendar
8 the_export the_fil the_library the_link the_location the_main the_meet the_owner the_question the_read the_real
8 the_request the_service the_term them_as them_that themselv then thi thi_doe to_1 to_archive to_merge to_sample
8 to_show to_support trace traffic try unsafe up value_of view_of week whoami whose workspace_or you_did your_own
6 0_5 1_1 61 a_runn acces_to addres_book all_action already_known also_accept amount an_error and_any and_can approv
6 are_best as_if attribute author available_in avoid be_chang be_resolv be_written before_you best_practice built
6 cache_for call_after call_should cancel compliant configur_with consent conversation_id correct cover desktop
6 differ download enable estimat every_turn file_as fine first for_approval for_best for_later from grant has_acces
6 have_the have_to home home_user how_the if_they immediately includ_the inform internal invok io it_out it_to
6 let_the link_and lint logg_in longer look_it manual mark me memory model model_that nam_of name_with of_the one_for
6 operator or_to order_the overwrite panel paragraph personal_data photo precedence_over present present_the pric
6 production read read_in registry replac repli request_in restaurant result_to root_and row security_and sent_to
6 session_and set_thi shop should_alway so_far stat summariz table table_is that_match the_amount the_aws the_entire
6 the_env the_next the_old the_other the_result the_user their_browser their_query thi_before to_have to_help
6 together turn upgrade used_with user_name when_call when_writ with work x yes you_may
-6 01 12 12_schema 1_0 1_100 2 2020 2020_12 20_result 4 5 8601_format a_children a_client a_direct a_flexible a_local
-6 a_natural a_path a_specifi a_target a_title a_web absolute_file account_for acros_different adapt_and ai
-6 already_know alway_have an_optional analyze_problem and_a and_children and_directori and_evolve and_freshnes
-6 and_get and_inspect and_multiple and_reflective and_save appear are_available array_which array_while ask_them
-6 attachment backend be_available be_call be_empty be_set be_the be_within browser bulk can_find character_to
-6 check_out children_array children_for choose_the combine common complete_a completely configuration content
-6 content_filter context7 context_to convert_a cost_optimization count_and creat_updat create_a create_and databas
-6 date_range day default_20 deploy destination detail_error determine_if did_not directori_alway directory_is
-6 directory_to diverse doc doesnt draft_2020 dynamic_and e empty encoding encoding_and endpoint error error_messag
-6 evaluate evolve execute exist_file fail false_for fetch_and fil_have fil_that file file_cannot file_directory
-6 filter_and filter_result flexible_think for_creat for_different for_directori for_dynamic for_general
-6 for_pagination for_security for_those freshnes freshnes_control friendly get get_the google group_by handl_variou
-6 hash highest http_json id_or id_return image important_alway includ_name instance_size is_miss is_return it_may
-6 it_s json json_schema le learn list_issu live local max max_100 max_number maximum_20 messag_if metadata might min
-6 modify multiple_new name_type need_field network new_entiti new_issue no_children node_id non none not_in of_file
-6 of_item of_object of_resource of_secret of_version online only only_need only_one optimization or_a or_an
-6 or_commit or_complete or_group or_specifi or_update org org_draft org_project overwrite_an own page_default
-6 page_or pagination_content parameter_accept path_as path_will per_page per_request plan platform point port
-6 problem_solv problem_through proces_that project_id project_version properti_and provid_detail publish
-6 push_multiple query_and readable real record_or redirect reflective reflective_problem region_and registri
-6 relationship_between remote repository requir resolve resource_type rest result_per retriev_the return_1
-6 return_default rul_for sandbox schema schema_org select service snapshot solv_through specifi_type specific_branch
-6 specific_element specific_issue spreadsheet srv statistic str_number submitt summari supabase support_pagination
-6 tabl take_a task templat test text_encoding text_for that_should the_command the_data the_document the_email
-6 the_job the_language the_list the_migration the_parameter the_statu the_translation the_work there_are thi_field
-6 think_proces through_thought time title_url to_analyze to_current to_do to_limit to_return to_run to_use tool_for
-6 tool_of trigger url_http usage used_in validation variou_text very web_sourc when_a when_not while_directori whole
-6 wide will_only will_return would_be you_already
-8 07 07_schema 123 2_0 3 400_char 50_word 8601 a_few a_resource a_structur a_terminal a_website about_the account_or
-8 adapt ai_model alert an_id analysi_or analyze_a and_analyze and_component and_content and_provid and_query
-8 and_return and_search answer_in api_call array_and as_a as_key as_they ask_the aspect available background
-8 belong_to blob branch branch_in branch_name build but_may by_its case_insensitive char_50 choose city cli_command
-8 code code_and command command_to condition conflict contain_a contain_the container_and content_with context
-8 control conversation_with creat_and creat_new create_multiple create_or create_the current_user cursor cursor_for
-8 customization date date_yyyy default_1 default_100 default_30 default_branch describ describe_the
-8 detail_information devic differenc differenc_between directory_and discover_available display_name
-8 documentation_for double draft draft_07 drive email_addres enabl engine enough entri evaluate_javascript exclude
-8 extract_content f feel feel_free fetch_a field_nam field_you file_will filter_option filter_to finish first_then
-8 flexible for_a for_broad for_code for_complex for_deployment for_file for_project fork_a forward_a free_to fully
-8 g_1 general get_issue get_log get_or given_name goal guide id_and ideal_for ids_in ids_to if_set if_using
-8 image_for immediate in_subsequent in_that index_and index_name information_includ information_on input insensitive
-8 insufficient integer invalid iso iso_8601 it_over item_with leak learn_about left librari like limit_are limit_the
-8 lin_of line_to link_for list_or match_a max_400 metadata_about minute miss more most_recent name_must name_or
-8 necessary nest new_branch new_project node not_currently not_provid not_use note_for note_if of_creat of_field
-8 of_search of_specific of_url on_each on_their only_a operation optional_default optional_query opu or_data
-8 or_directory or_edit or_invalid or_more or_rename or_search or_tag or_url page_instead page_number page_to
-8 param_to parameter_as payload per perform_a permission_and pipelin proce_with production_stag project project_by
-8 project_for provid_the queri query query_max query_parameter ratio read_all referenc_to refresh regardles
-8 regardles_of region regular_expression relationship repo repositori repository_to requir_when resourc_by
-8 resource_or resource_to retrieve_a retrieve_the return_inline rule runn screenshot_as screenshot_to search_acros
-8 search_and search_by search_filter search_the search_using second set set_to shar single_commit single_file site
-8 size_and skip_for sku source_branch specifi_a specifi_path specify_the specify_which speech squash start storage
-8 str_or str_the sub supabase_project tabular target_a text_is text_to than than_a that_a that_was the_absolute
-8 the_ai the_app the_build the_company the_format the_generat the_head the_http the_internet the_nodeid the_previou
-8 the_screenshot the_site the_web these thi_start thi_value tier to_complete to_discover to_display to_e to_execute
-8 to_extract to_get to_identify to_inspect to_know to_learn to_manage to_question to_reference to_reset to_specify
-8 tool_only tool_will toolkit top translation tree_view typ_or unlike unsupport unsure_about update_project url_is
-8 use use_create use_these use_to used_for using_a using_the value_in value_pair variabl version_for via_the
-8 was_creat web_for web_page when_available when_creat when_type which with_and with_specific with_title within_a
-10 18 1_2 a_base64 a_branch a_category a_collection a_comma a_comprehensive a_custom a_database a_dedicat a_fallback
-10 a_full a_get a_git a_github a_given a_multi a_node a_page a_query a_repository a_satisfactory a_sentry a_single
-10 a_slack a_specific a_valid absolute_path acros_all actually against against_the age align all_request all_resourc
-10 already_exist an_app an_array an_element an_exist an_index analyze and_destination and_fetch and_it and_knowledge
-10 and_manage and_memory and_metadata and_target and_time and_url app app_or assignment attempt_to auth auto average
-10 be_an be_one be_render be_sav between_two block_to body branch_commit branch_is branch_or branch_to but_keep
-10 by_default by_id by_provid by_relevance call_thi case category chang char character chart child chooser clear
-10 click code_exampl code_snippet column compact compatible comprehensive configure content_in context_for
-10 convert_text correspond cost could creat_an create create_an current_state currently currently_select data_and
-10 data_for deal deep default default_0 default_is default_or delet detail_tool development diagram diff
-10 directori_in directory directory_from discover documentation doe doe_not download_url dynamic each_result edit
-10 either element_on endpoint_return enterprise entiti entiti_in entry_includ error_message estimate exactly examine
-10 examine_the exampl_from exclusive exclusive_with exist expos expression_to fetch_one fewer field field_and
-10 field_from field_of field_s fil_in file_chooser file_for file_operation file_or file_path filter_for first_page
-10 for_confirmation for_content for_issue for_list for_llm for_more for_multiple for_new for_retriev for_set
-10 for_specific for_your fr frontend generate_a get_available get_detail gett group header health help_analyze how
-10 id identify_the ids_return if_not if_you imag in_a in_an in_iso in_one in_search index_e index_for info
-10 information_from inline inside_the inspect interact_with is_enabl is_omitt is_provid is_reach is_requir is_set
-10 is_used issu_with issue_detail javascript join json_object key_value languag larger latest_version legacy list
-10 list_available list_in list_of list_project listing look_like look_up lower manage map_of market match
-10 maximum_number may_contain mcp minimal mm monitor more_information more_than most most_relevant move_or must_use
-10 mutually mutually_exclusive name new_message node_js nodeid normal not_both not_for not_specifi null_when number
-10 number_to object object_to object_with of_column of_string omit omitt_the on_an only_after only_and only_appli
-10 only_requir only_return only_set only_support onto operation_and optimiz optimiz_for or or_content or_element
-10 or_id or_json or_list or_modify or_name or_revise or_set or_when output_format page_content page_of passag
-10 path_for path_must path_to pattern_to plac postgresql present_in previou_thought private_key product programm
-10 project_name project_or properti_to property_to provid_a provid_and provid_by provid_it provide_either quantity
-10 query_str ready_to redi ref_head reference regex relat_to remov remov_a renam request_for requir_a resourc
-10 resource response_body retriev retriev_information return_an return_as return_by return_in return_match
-10 return_result return_the root_directory s_a satisfactory satisfactory_answer save_the search search_for search_to
-10 second_to set_for set_it shift signal similarity single size slack_channel snapshot_of solution specific_field
-10 specific_fil specific_file specific_project static statu statu_and str_for strategi structur_data structure
-10 structure_and succes such such_as suggest taken text_search than_3 that_can that_require that_were the_available
-10 the_branch the_cluster the_creat the_default the_deployment the_field the_follow the_note the_official
-10 the_project the_select the_sha the_source the_specifi the_specific the_timestamp the_unique their_ids theme
-10 then_use thi_is thi_only through_a tls to_all to_ask to_configure to_create to_date to_default to_examine
-10 to_generat to_generate to_give to_look to_match to_navigate to_record to_restrict to_retrieve to_specific
-10 to_speech to_type to_wait tool_and tool_to tool_when topic_and touch troubleshoot true true_for true_or true_the
-10 true_to truly truly_done tsx typ_e understand understand_the unique unique_identifier up_a updat_an update_a
-10 update_the upon url url_or use_absolute use_as use_for use_list use_query used_to used_when user_has usually
-10 validate valu_to value variou vector version version_in view visual web_url when_execut when_explicitly
-10 when_truly will_be with_an with_offset with_proper within_the workspac_and you_re you_should
-12 1000 120 1_5 1_for 2025 300 500 600 8_0 a_best a_company a_component a_list a_monitor a_new a_package a_provid
-12 a_pull a_schema a_select a_snapshot a_str a_user a_value absolute accept_a acces_control access account_detail
-12 action action_to additional affect after_a again_with all_metadata allow_to along_with ambiguou_queri an_explicit
-12 analyze_the and_account and_detail and_optional and_pagination and_schema api api_reference app_with appli_a
-12 are_not are_return area array array_of as_api as_markdown as_name asset authentication available_to azure back_to
-12 bas_on be_clear be_remov before_creat before_deletion before_it being binary block browser_console but_not
-12 call_it call_return can_include can_take cannot_be capture chang_and clarification clear_the client cloud cluster
-12 cod collection collection_of com_doc commit_to compani complet complex component_and component_in component_to
-12 comput compute configur configurable container content_for content_from content_is content_type contrast
-12 convert_to cpu creat_a creat_or create_update css current_information data_in data_or db dd decision dedicat
-12 default_10 default_5 default_to definition deni determine_the different dir directory_for directory_or
-12 directory_path display distinct domain e_g either_a element element_that estimate_of execute_javascript exist_it
-12 explore explore_available expres expression false false_when field_to fil_and fil_or fil_use filter filter_by
-12 filter_search first_to fix for_agent for_ambiguou for_in for_individual for_multi for_record for_that format
-12 format_for from_a future g generat generate_the get_a github_repository graph handl has_explicitly hasnt have_a
-12 have_an head height height_of how_many http_developer http_request id_from ideal identifier identifier_for
-12 identity_and if_omitt ignor in_sequence incur index indicat_whether individual information_about initially
-12 inspect_the instead instead_of intend irrelevant is_alway is_specifi is_true is_useful issu_for issue item
-12 keep_the knowledge knowledge_graph kubernet label_for land latency launch layout level_of list_page locate lock
-12 log_to look_for manag mapp markdown markdown_content match_the max_result maximum medium merg merge_commit
-12 might_not mime mime_type mix mm_dd mode multi_step must_match n_lin name_for name_of name_to natural
-12 natural_language navigate navigate_to navigation negative new_path nod not_a not_start not_the number_for
-12 object_for object_that of_fil of_log of_project omitt one_or only_use operation_for operation_to optional
-12 optional_list or_from or_get or_null organization_to page paginat pagination pair param parameter_to pass_to
-12 patch patch_for path path_are path_from path_that path_where pdf permission_to pod pool position project_in
-12 project_s project_tool project_with proper properti provid provider_for provision pull query_for queu range_of
-12 read_or ready recommend_to recursively regular relative_to relevance rename represent_a request_a request_body
-12 request_from response response_to result_by retriev_all return return_both return_content return_full return_json
-12 return_up revise revise_previou s_default schedule scop search_query search_result search_with select_page
-12 selector send_an sentry separat_list set_a sha short slash slug sort_by source span specializ specifi
-12 specific_nod sql_query src standard start_a strict string styl subscription suffix support support_both
-12 support_multiple syntax target technology term_and text_or that_is that_they the_acces the_component the_correct
-12 the_cursor the_id the_identifier the_image the_intent the_knowledge the_maximum the_node the_object the_optional
-12 the_pipeline the_properti the_region the_resource the_same the_snapshot the_support the_target the_title the_top
-12 the_type thi_for thi_to tim title_description to_an to_answer to_apply to_build to_click to_commit to_false
-12 to_handle to_override to_perform to_pres to_read to_resolve to_save to_search to_sort to_true to_understand
-12 to_uniquely to_update token_cost tool_or topic transform tree trend typ_and type type_of type_to unchang
-12 under_the understand_what uniquely uniquely_identify unrelat up_to update_an upgrad url_for url_like use_get
-12 use_thi user_by user_id user_need user_or using vague valid_valu want_to warn_thi when_omitt when_provid where_to
-12 whether width width_height width_of will window with_filter with_many with_url with_web workflow_to workspac wrap
-12 wrong you_need yyyy yyyy_mm
-14 25 30 40 400 a_boolean a_data a_document a_formula a_location a_nam a_previously a_project a_regular a_search
-14 a_site a_url accomplish advanc after_call alway_ask an_api an_embedd and_configuration and_its and_language
-14 and_new and_no and_other and_output and_queri and_release and_validate and_version another_thought approach
-14 are_provid base basic batch be_a be_automatically be_in be_provid before_decid before_mak before_perform
-14 best_practic between bodi both bound busines but by_step can_create cancell cannot cant capability capture_a
-14 caution_as cell chang_from channel_to cli cloud_provider color combin command_in comment_on commit component
-14 configuration_and configuration_for confirm confirm_the connection content_and content_or control_how conversion
-14 could_be country country_code coverage creat criteria current_branch current_work custom data_as database_user
-14 dataset default_true delete_a delete_and deprecat_use descend describ_the design different_from direct
-14 direct_link directori distribution drag duration_of e5 each_entry efficient emoji ensur env_file error_and exact
-14 exampl excel execut_a execut_ddl execute_a exist_fil explicitly explicitly_ask extension external extract
-14 extraction fail_with fallback field_is fil_to filename filter_the focu for_any for_fil for_large for_text form
-14 form_submission formal format_to formatt full_content full_list functionality g_en generat_a generic get_project
-14 git_repository hard has_an height_in helpful hierarchy highlight hybrid icon id_to identify ids ids_and if_chang
-14 if_provid in_millisecond includ_a incorrect indicat_the inference information_and information_in initial intent
-14 is_also is_being is_invalid is_support is_unavailable issu itself job keyword know large last_n level limit_to
-14 line_number list_to llm login_and management many master mcp_server mechanism message_or migrate migration_to
-14 minimum miss_or modifi modification multi multiple must_have my nam_or namespac narrow need_a new_page nod_in
-14 not_an not_contain not_set notation number_of of_allow of_organization of_result of_type of_user offer offset_for
-14 omit_for on_a on_succes one_of only_result operator_and option optionally or_branch or_c or_task or_view
-14 organization orientation otherwise_use outer over_tak over_time overview pag_with page_with pas_to path_of
-14 pattern perform perform_any pipeline pixel point_to post_a practic prefer_tak prefix prioritiz privileg pro
-14 progressive quota random rang range rat read_only real_time record_a record_will recursive relative relative_path
-14 replace_or represent_the resolution resolv respons result_e result_with retail retrieval same sav scale
-14 schema_and schema_for scheme search_term section select_an select_in server_to session_is set_of set_up setting
-14 sha_of shape simplifi snapshot_over solv someth sort_order spec specifi_object specifi_the specific specify
-14 stable start_date state store str structur successful tag tag_to tail tak_a template text_field text_from
-14 text_snapshot that_return the_base the_directory the_initial the_messag the_name the_number the_page the_path
-14 the_response the_root the_time they_have thi_action thi_instead threshold tip title title_and to_acces
-14 to_accomplish to_confirm to_focu to_leave to_list to_migrate to_obtain to_only to_pas to_replace to_start
-14 to_track token_for tool_call tool_help tool_with try_to type_for type_is type_text ui unsure update url_to use_a
-14 use_after used_as useful_for user_ask user_the user_user utc valid valu value_for value_is value_to version_from
-14 version_of version_to via viewport voice web website what_to when_true when_using whether_another which_can
-14 will_use with_caution with_optional with_select with_your within work_directory work_in workflow wrap_the xlsx
-14 yaml
-16 00 200 50 5_minut a1 a_browser a_detail a_generic a_question a_separate a_set a_short a_task a_time about_a
-16 advanc_filter all_of also_use and_after and_authentication and_doe and_merge and_optionally and_permission
-16 and_region and_storage and_suggest android annotation app_and appli_to apply_a appropriate arbitrary
-16 are_automatically argument_and ascend assign assign_to associat associat_with authenticat bas base_url
-16 before_writ benchmark best_for broad call_get call_when can_fetch capabiliti catalog caus check_before check_for
-16 close code_for command_with commit_that component_from creat_by creation current_page default_false define
-16 deployment depth description_of determin determine dimension display_the distinguish documentation_at dot driv
-16 due duration element_to elevat embedd enabl_for end_with enhanc essential executable explicitly_request
-16 extract_from feature field_are field_with figma fil_for fil_with file_default file_s filter_on final_result five
-16 flagg for_build for_find for_generat for_group for_single formula fresh from_an generation get_user guid
-16 handl_text human_readable ids_of if_any import important in_and in_full includ_its increase index_to indicat
-16 indicat_if indicate information information_for initiat inject integrat interact inventory is_false is_ready
-16 is_the it_doe it_for it_return iteration its_id javascript_in json_str jwt knowledge_base last_modifi length
-16 likely list_only literal longer_than maintainer map media merge method migration mobile mongodb more_detail
-16 must_confirm must_start nam_that nam_to name_use namespace new_content new_name next_step normaliz not_prompt
-16 null number_in observe official offset omit_it omit_thi omit_to only_if only_include only_show only_work
-16 operat_on operation_with or_fail or_file or_if or_not or_other or_use own_by pag partial pas_a pas_it perfect
-16 perfect_for performance physical possible preferr preserv proces process property quick rank_result react read_a
-16 receive record_the reduce relevant remote_repository request_review request_s requir_field requir_for
-16 response_header retrieve return_a return_its return_only run_a run_the s_content s_primary s_question same_as
-16 scor screen secret_in segment select_the selection separate sequence set_when sheet should_match slack snippet
-16 sort specifi_by specify_a sql stack stag start_point statu_of step_is stop_the str_instead stream style
-16 the_action the_authenticat the_block the_color the_domain the_element the_exist the_figma the_given the_index
-16 the_internal the_limit the_organization the_range the_search the_server the_size the_url these_tool thi_can
-16 thi_command thi_will time_to title_of to_call to_convert to_delete to_deploy to_fetch to_fil to_file to_insert
-16 to_narrow to_provide to_receive to_set to_store to_upgrade toggl total_number two_number typically uncertain
-16 unifi unix unknown updat url_and url_in use_when user_confirm user_explicitly username v1 version_and view_the vs
-16 webp weight when_false when_no whether_to which_may wip with_search workflow_from workspace_root y year you_only
-16 your_account zone
-18 a_key a_member a_one a_previou a_remote a_source acces_and active add_new address_to adjust agent_will all_item
-18 allow alway_include ambiguou an_issue an_option analyz and_analyz and_cannot and_code and_security anonymou appli
-18 are_still are_used arg artifact as_text async attempt audio_file available_project be_return because_the behavior
-18 better_than button call_without categori cause checkout cod_e code_generation color_of command_will compress
-18 concept concise consistent consumption content_on content_to convert crash credential_or cros csv defin
-18 descriptive detection device docker document_or documentation_and emitt empty_for english entirely environment_or
-18 exce execution explanation_of false_to featur field_in file_system file_to file_with first_when for_add
-18 for_append for_both framework guess handle hex high how_to id_of identifier_to ids_for if_no if_true in_all
-18 in_data in_markdown in_second in_which index_of inspection into_a is_creat is_look is_more is_read isnt issue_in
-18 it_can its_own john jpeg lifecycle link_to list_fil log_from mak make_multiple mandatory marker messag_are
-18 metadata_and migration_in millisecond mod model_and move_fil multiple_fil must_include must_provide name_in
-18 next_page not_accept not_change object_and of_chang of_text older_than on_what or_delete or_you organization_that
-18 output_is outside_the package_json path_is pend placeholder protect provide_a provider quot referenc reflect
-18 relat represent rerank research restart result_for reuse revision round_trip sav_to sdk server_configuration
-18 simply size_of smaller start_or state_of step_by suitable_for support_for table_in that_contain that_will
-18 the_active the_container the_device the_local the_proces the_provid the_requir the_thread thi_from time_in
-18 timeout timestamp titl to_100 to_determine to_ignore to_in to_include to_load to_make to_observe to_remove
-18 to_select to_your top_level total trip typ_of typ_to unles_explicitly uri url_from url_of use_your used_by
-18 user_data user_detail user_is validat virtual visit vulnerabiliti warn will_automatically with_pagination
-18 without_a without_the you_know you_must your_query
-20 6 a_javascript a_markdown a_subset accessibility accessible agent_must agent_to algorithm an_empty analysi
-20 and_current and_or and_performance api_for around audio automatic boolean box bug call_that canonical chang_in
-20 check_if clone codebase combination completion coordinat core cost_of defin_in desir detail_for detect
-20 diff_format each_with ensure entity event_with example_com extract_the file_instead focus font for_example
-20 for_performance full_text gat given_a graphql guidance html_content id_for identifier_of if_thi if_unsure
-20 in_pixel include_all information_you initialize instanc know_that last_navigation latitude least_one longitude
-20 maintain major mask mean module newly note_thi of_token open_a option_for output_for outside page_and
-20 parameter_with prepare pres profil profile_information provid_in python read_from read_with readability readines
-20 recipient_in refer refer_to reset_the result_in return_with runn_in scal scrape select_a separately sha256
-20 shar_the shown_in similar strategy subsequent subsequent_call subset suppli terminate text_content that_need
-20 the_documentation the_exact the_issue the_plan the_table these_are thi_thi thi_when thought_step thread to_clear
-20 to_disk to_ensure to_fill to_home to_one to_post to_skip tool_can tool_proactively trim truncat ts turn_with
-20 upload_a use_before use_one use_search user_before user_thi v2 valu_are webpage what_s whether_thi which_the why
-20 will_fail with_no workload you_cannot you_dont you_want
-22 a_link actual add_an and_date answer_question are_need by_an byt can_also cannot_find cap chunk clickable
-22 comment_to data_to directly_without download_folder each_edit especially europe feedback_about field_for
-22 file_from for_explicit forward_as get_all global headles identifi if_available important_do in_batch interaction
-22 interactive it_will key_are key_of language_code list_all locat logic los manually more_specific must_contain
-22 not_ask not_include not_support of_lin of_pag older one_call only_what only_with overall parse path_and persist
-22 plu primary progres prompt_of reduc response_for result_is rich search_is search_when sensitive sentence
-22 server_side specific_and still submission succeed summarize surfac switch_to tag_from that_are the_actual
-22 the_body the_mcp the_version thi_should to_upload unavailable upstream user_as user_know user_with uuid want_the
-22 whether_the with_all you_cant you_do
-24 a_prompt aggregat alway_return assign_the at_a before_or brief clon clos code_in code_to console convention
-24 feedback field_that find_what flow group_of help_you history_of important_thi in_progres insight installer
-24 internet irreversible line_of may_not mcp_tool only_call or_any page_s period previou_response protocol
-24 question_or reason_for redirect_to return_it review_comment run_an runtime s_project score the_chang the_feedback
-24 the_option thi_api thi_response to_add to_connect translate treat_as updat_the
-26 123456 beyond complete_content dashboard explicit factor filepath for_other for_user has_not hello hook implement
-26 kind not_found note_that onboard optional_reason originally page_in plain_text read_write record_in reject see_a
-26 some ssh_key tenant the_llm the_order then_call time_and tool_over unset verbatim without_send yet your_app
-26 your_local
-28 any_of ask_to first_if has_no if_need not_call operat_system overrid preview refund replacement return_all
-28 s_query send_to stopp thi_help to_disable to_open value_should when_user
-30 operat successfully to_write
-32 display_in never_call question_about self the_prompt true_if
-34 all_user follow_up
-38 15
-40 person_or
`

/** What a sentence has to exceed. */
export const LIMIT = 34
